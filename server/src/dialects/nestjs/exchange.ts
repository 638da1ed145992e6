import type { Machine } from '../../evaluate/machine';
import type { ClassValue, FnValue, ModelType, ModelValue, Value } from '../../evaluate/value';
import { derived, input, list, lit, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Exchange } from '../dialect';
import { requestPath } from '../paths';
import { finish, send } from '../sent';

/** `req` of both adapters: what was set on it wins over what the request brings. */
const requestType: ModelType<Route | null> = {
  name: 'nestjs.Request',
  get: (self, key) => {
    const set = self.props.get(key);
    if (set) return set;
    switch (key) {
      case 'params': return input('path');
      case 'query': return input('query');
      case 'body': case 'rawBody': return input('body');
      case 'headers': return input('header');
      case 'cookies': case 'signedCookies': return input('cookie');
      case 'session': case 'sessionID': return input('session');
      case 'user': case 'auth': return input('principal');
      case 'file': case 'files': return input('file');
      case 'raw': case 'req': return self as Value;
      case 'get': case 'header': return native('req.get', (m, call) => {
        const name = stringOf(call.args[0]);
        return name === undefined ? input('header') : m.input('header', name.toLowerCase());
      });
      case 'isAuthenticated': return native('req.isAuthenticated', () => derived('test', [input('principal')]));
      case 'isUnauthenticated': return native('req.isUnauthenticated', () => derived('!', [derived('test', [input('principal')])]));
      case 'path': return self.state ? requestPath(self.state.path) : input('url', key);
      case 'url': case 'originalUrl': return self.state ? requestPath(self.state.path, input('url', key)) : input('url', key);
      case 'baseUrl': case 'hostname': case 'ip': return input('url', key);
      case 'method': return self.state === null || self.state.method === 'ANY' ? input('request', 'method') : lit(self.state.method);
      case 'on': case 'once': return native('req.on', () => self as Value);
      default: return undefined;
    }
  },
};

const statusOf = (self: ModelValue): Value => self.props.get('#status') ?? lit(200);
const senders: ReadonlySet<string> = new Set(['json', 'send', 'jsonp', 'write']);
const fluent: ReadonlySet<string> = new Set([
  'set', 'header', 'headers', 'type', 'cookie', 'setCookie', 'clearCookie', 'vary', 'links', 'append', 'attachment', 'location', 'contentType', 'setHeader', 'removeHeader', 'on', 'once',
]);

/** `res` of Express and `reply` of Fastify. */
const responseType: ModelType<null> = {
  name: 'nestjs.Response',
  get: (self, key) => {
    const set = self.props.get(key);
    if (set) return set;
    const answer = (m: Machine, value: Value, status: Value | null, call: { readonly site: ModelValue['site'] }): Value => {
      send(m, self, { value, status, site: call.site, via: `res.${key}` });
      return self as Value;
    };
    if (key === 'end') return native('res.end', (m, call) => {
      if (call.args[0]) return answer(m, call.args[0], statusOf(self), call);
      finish(m, self, { status: statusOf(self), site: call.site, via: 'res.end' });
      return self as Value;
    });
    if (senders.has(key)) return native(`res.${key}`, (m, call) => answer(m, call.args[0] ?? UNDEFINED, statusOf(self), call));
    if (fluent.has(key)) return native(`res.${key}`, () => self as Value);
    switch (key) {
      case 'status': case 'code': case 'writeHead': return native(`res.${key}`, (m, call) => { m.heap.set(self.props, '#status', call.args[0] ?? lit(200)); return self as Value; });
      case 'sendStatus': return native('res.sendStatus', (m, call) => answer(m, UNDEFINED, call.args[0] ?? null, call));
      // Express: (status, url); Fastify: (url, status).
      case 'redirect': return native('res.redirect', (m, call) => {
        const numeric = call.args.find(one => one.t === 'lit' && typeof one.v === 'number');
        return answer(m, call.args.find(one => one !== numeric) ?? UNDEFINED, numeric ?? lit(302), call);
      });
      case 'sendFile': case 'sendfile': case 'download': case 'render': case 'view': return native(`res.${key}`, (m, call) => answer(m, derived('file', call.args), statusOf(self), call));
      case 'raw': return self as Value;
      case 'headersSent': case 'sent': return lit(false);
      default: return undefined;
    }
  },
  set: (self, key, value, m) => { m.heap.set(self.props, key === 'statusCode' ? '#status' : key, value); return true; },
};

/** `next`: going on, or with an argument an error. */
const next = native('next', (m, call) => {
  const [error] = call.args;
  const goes = !error || (error.t === 'lit' && (error.v === undefined || error.v === null));
  const maybe = goes || m.truth(error) === undefined;
  m.emit({ kind: maybe ? 'next' : 'throw', value: error ?? UNDEFINED, status: null, site: call.site, via: 'next' });
  return UNDEFINED;
});

/** What runs for an endpoint: the handler and its controller, as `ExecutionContext` tells. */
export interface Route { readonly handler: FnValue | null; readonly controller: ClassValue | null; readonly method: string; readonly path: string }

const giving = (name: string, value: Value): readonly [string, Value] => [name, native(name, () => value)];

/** What an `ExecutionContext` is about: a request, an operation of GraphQL, or a message on a socket. */
export interface Around { readonly type: 'http' | 'graphql' | 'ws'; readonly args: readonly Value[] }

/** The `ExecutionContext` that guards and parameter decorators get. */
export function executionContext(route: Route, req: Value, res: Value, go: Value, { type, args }: Around): Value {
  const [first = UNDEFINED, second = UNDEFINED] = args;
  const http = object([giving('getRequest', req), giving('getResponse', res), giving('getNext', go)]);
  const socket = object([giving('getClient', type === 'ws' ? first : derived('client', [])), giving('getData', type === 'ws' ? second : derived('data', [])), giving('getPattern', derived('pattern', []))]);
  return object([
    giving('switchToHttp', http), giving('switchToWs', socket), giving('switchToRpc', object([giving('getData', derived('data', [])), giving('getContext', derived('context', []))])),
    giving('getType', lit(type)), giving('getHandler', route.handler ?? UNDEFINED), giving('getClass', route.controller ?? UNDEFINED), giving('getArgs', list(args)),
    ['getArgByIndex', native('getArgByIndex', (_m, call) => call.args[0]?.t === 'lit' ? args[Number(call.args[0].v)] ?? UNDEFINED : UNDEFINED)],
  ]);
}

/** A request about which nothing is known but its route. */
export function nestRequest(route: Route | null = null): Value {
  return model(requestType, route) as Value;
}

/** A fresh request, response, `next` and execution context. */
export function nestExchange(route: Route): Exchange {
  const req = nestRequest(route);
  const res = model(responseType, null) as Value;
  if (req.t === 'model' && res.t === 'model') { req.props.set('res', res); res.props.set('req', req); }
  return { values: { req, res, next, context: executionContext(route, req, res, next, { type: 'http', args: [req, res, next] }) } };
}
