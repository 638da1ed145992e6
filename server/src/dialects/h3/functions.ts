import type { Machine } from '../../evaluate/machine';
import type { Call, ModelValue, Value } from '../../evaluate/value';
import { derived, input, lit, native, object, stringOf, UNDEFINED, union } from '../../evaluate/value';
import { fetchRequest, requestFields, requestUrl, response } from '../fetch';
import type { EventState } from './event';
import { eventIn, handle, setStatus, statusesAt } from './event';
import { answersThrown, errorOf, handlerFrom, SENT } from './handler';

type Taking = (m: Machine, call: Call, event: ModelValue<EventState> | undefined, rest: readonly Value[]) => Value;

/** A function of h3 that mostly takes the event first. */
const taking = (name: string, run: Taking): readonly [string, Value] => [name, native(name, (m, call) => {
  const event = eventIn(call.args);
  return run(m, call, event, event ? call.args.filter(one => one !== event) : call.args);
})];

const named = (source: 'header' | 'cookie' | 'path') => (m: Machine, _call: Call, _event: unknown, [key]: readonly Value[]): Value => {
  const name = stringOf(key);
  return name === undefined ? input(source) : m.input(source, source === 'header' ? name.toLowerCase() : name);
};
const whole = (source: 'header' | 'cookie' | 'path' | 'query') => (): Value => input(source);
const silent: Taking = () => UNDEFINED;
const body: Taking = m => m.input('body');
const sessionOf: Taking = () => object([['data', input('session')], ['id', input('session', 'id')], ['update', native('update', () => UNDEFINED)], ['clear', native('clear', () => UNDEFINED)]]);

/** What a validator makes of a part of the request: a function that gives it back or says yes, or a schema. */
function validated(m: Machine, part: Value, validator: Value | undefined, call: Call): Value {
  if (!validator) return part;
  const parse = validator.t === 'fn' || validator.t === 'native' ? validator : m.get(validator, 'parse');
  const result = m.call(parse, [part], { site: call.site, self: validator });
  return result.t === 'lit' ? part : result;
}

/** Answers at once. */
function send(m: Machine, event: ModelValue<EventState> | undefined, value: Value, status: Value, call: Call, via: string): Value {
  m.emit({ kind: 'respond', value, status, site: call.site, via });
  handle(m, event);
  return SENT;
}

const statusAt = (m: Machine, event: ModelValue<EventState> | undefined): Value => union(statusesAt(event, m.path, lit(200)));

const making = (name: string): readonly [string, Value] => [name, native(name, (m, call) => handlerFrom(m, call.args[0], call.site))];
const same = (name: string): readonly [string, Value] => [name, native(name, (_m, call) => call.args[0] ?? UNDEFINED)];

/** The functions of h3 and Nitro that both versions have, by name. Nitro imports them without being asked. */
export const h3Functions: ReadonlyMap<string, Value> = new Map([
  ...['defineEventHandler', 'eventHandler', 'defineCachedEventHandler', 'cachedEventHandler', 'defineHandler', 'defineCachedHandler', 'defineValidatedHandler', 'toEventHandler'].map(making),
  ...['defineMiddleware', 'defineRequestMiddleware', 'defineNitroPlugin', 'definePlugin', 'defineRouteMeta', 'defineNitroErrorHandler', 'defineErrorHandler', 'defineCachedFunction', 'cachedFunction'].map(same),
  ['defineWebSocketHandler', native('defineWebSocketHandler', (m, call) => handlerFrom(m, call.args[0], call.site, true))],
  ...['lazyEventHandler', 'defineLazyEventHandler'].map((name): readonly [string, Value] => [name, native(name, (m, call) => handlerFrom(m, call.args[0] ? m.call(call.args[0], [], { site: call.site }) : UNDEFINED, call.site))]),
  ['fromNodeMiddleware', native('fromNodeMiddleware', (_m, call) => derived('fromNodeMiddleware', call.args))], ['fromNodeHandler', native('fromNodeHandler', (_m, call) => derived('fromNodeHandler', call.args))],
  taking('getQuery', whole('query')), taking('getRouterParams', whole('path')), taking('getRouterParam', named('path')),
  ...['getHeader', 'getRequestHeader'].map(name => taking(name, named('header'))), ...['getHeaders', 'getRequestHeaders'].map(name => taking(name, whole('header'))),
  taking('getCookie', named('cookie')), taking('parseCookies', whole('cookie')), ...['readBody', 'readRawBody', 'readMultipartFormData'].map(name => taking(name, body)),
  taking('readFormData', m => { m.input('body'); return requestFields('body'); }),
  taking('readValidatedBody', (m, call, _event, [validator]) => validated(m, m.input('body'), validator, call)),
  taking('getValidatedQuery', (m, call, _event, [validator]) => validated(m, input('query'), validator, call)),
  taking('getValidatedRouterParams', (m, call, _event, [validator]) => validated(m, input('path'), validator, call)),
  taking('getRequestURL', (_m, _call, event) => event ? requestUrl(event.state.request) : input('url')), taking('toWebRequest', (_m, _call, event) => event ? fetchRequest(event.state.request) : input('request')),
  taking('getRequestPath', (m, _call, event) => event ? m.get(event as Value, 'path') : input('url')), taking('getMethod', (m, _call, event) => event ? m.get(event as Value, 'method') : input('request', 'method')),
  taking('getRequestIP', () => input('request', 'ip')), taking('getRequestHost', m => m.input('header', 'host')), taking('getRequestProtocol', () => input('request', 'protocol')),
  taking('isMethod', (_m, _call, event, rest) => derived('isMethod', [event ? event as Value : UNDEFINED, ...rest])), taking('isPreflightRequest', () => derived('isPreflight', [input('request', 'method')])),
  ...['assertMethod', 'setHeader', 'setHeaders', 'setResponseHeader', 'setResponseHeaders', 'appendHeader', 'appendHeaders', 'appendResponseHeader', 'appendResponseHeaders', 'removeResponseHeader', 'setCookie', 'deleteCookie', 'defaultContentType', 'handleCacheHeaders', 'clearSession', 'updateSession', 'appendCorsHeaders', 'handleCors']
    .map(name => taking(name, silent)),
  taking('setResponseStatus', (m, _call, event, [status]) => { if (event && status) setStatus(m, event, status); return UNDEFINED; }), taking('getResponseStatus', (m, _call, event) => statusAt(m, event)),
  ...['useSession', 'getSession'].map(name => taking(name, sessionOf)),
  taking('send', (m, call, event, [data]) => send(m, event, data ?? UNDEFINED, statusAt(m, event), call, 'send')),
  taking('sendRedirect', (m, call, event, [, status]) => send(m, event, UNDEFINED, status ?? lit(302), call, 'sendRedirect')),
  taking('sendNoContent', (m, call, event, [status]) => send(m, event, UNDEFINED, status ?? lit(204), call, 'sendNoContent')),
  taking('sendStream', (m, call, event, [data]) => send(m, event, derived('stream', data ? [data] : []), statusAt(m, event), call, 'sendStream')),
  taking('sendWebResponse', (m, call, event, [data]) => send(m, event, data ?? UNDEFINED, statusAt(m, event), call, 'sendWebResponse')),
  taking('sendError', (m, call, event, [error]) => { answersThrown(m, errorOf(m, error, undefined, call.site), call.site); handle(m, event); return SENT; }),
  ...['proxyRequest', 'sendProxy', 'proxy'].map(name => taking(name, (m, call, event, rest) => send(m, event, derived('proxied', rest), statusAt(m, event), call, name))),
  ['createError', native('createError', (m, call) => errorOf(m, call.args[0], call.args[1], call.site))],
  ['isError', native('isError', (_m, call) => derived('isError', call.args))],
]);

/** What version 2 adds; these names are too plain to be known without an import. */
export const h3Imports: ReadonlyMap<string, Value> = new Map([
  ['HTTPError', native('HTTPError', (m, call) => errorOf(m, call.args[0], call.args[1], call.site), [['status', native('HTTPError.status', (m, call) => errorOf(m, object([['status', call.args[0] ?? lit(500)]]), call.args[2], call.site))]])],
  ['H3Error', native('H3Error', (m, call) => errorOf(m, call.args[0], call.args[1], call.site))],
  taking('redirect', (m, call, _event, [, status]) => response(m, { body: UNDEFINED, status: status ?? lit(302), goesOn: false, via: 'redirect' }, call.site)),
  taking('noContent', (m, call, _event, [status]) => response(m, { body: UNDEFINED, status: status ?? lit(204), goesOn: false, via: 'noContent' }, call.site)),
  taking('html', (m, call, event, [text]) => response(m, { body: text ?? UNDEFINED, status: statusAt(m, event), goesOn: false, via: 'html' }, call.site)),
]);
