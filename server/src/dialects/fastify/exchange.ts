import type { Machine } from '../../evaluate/machine';
import type { ModelType, ModelValue, Value } from '../../evaluate/value';
import { derived, FALSE, input, lit, model, native, object, stringOf, TRUE, UNDEFINED } from '../../evaluate/value';
import type { Exchange } from '../dialect';
import { requestPath } from '../paths';
import { send } from './answers';
import { silentLogger } from './instance';
import type { Instance, Route } from './state';
import { inherited } from './state';

/** A request to a route. */
export interface RequestState { readonly method: string; readonly path: string; readonly route: Route }

const isTerm = (v: Value): boolean => !(v.t === 'lit' && !v.v);

/** What requests or replies of a route's context are decorated with; what is only declared empty is left to what fills it. */
function decorated(instance: Instance, self: ModelValue<unknown>, key: string, kind: 'request' | 'reply', m: Machine): Value | undefined {
  const found = inherited(instance, one => one.state[kind].get(key));
  if (!found || !isTerm(found)) return undefined;
  if (found.t === 'object' && found.props.has('getter')) return m.call(found.props.get('getter') ?? UNDEFINED, [], { self: self as Value });
  return found;
}

const requestType: ModelType<RequestState> = {
  name: 'fastify.Request',
  get: (self, key, m) => {
    const { method, path, route } = self.state;
    const known = self.props.get(key) ?? decorated(route.instance, self, key, 'request', m);
    if (known) return known;
    switch (key) {
      case 'params': return input('path');
      case 'query': return input('query');
      case 'body': case 'rawBody': return m.input('body');
      case 'headers': return input('header');
      case 'cookies': return input('cookie');
      case 'session': return input('session');
      case 'user': case 'auth': return input('principal');
      case 'file': case 'files': case 'parts': case 'saveRequestFiles': return native(`request.${key}`, () => input('file'));
      case 'isAuthenticated': return native('request.isAuthenticated', () => derived('test', [input('principal')]));
      case 'isUnauthenticated': return native('request.isUnauthenticated', () => derived('!', [derived('test', [input('principal')])]));
      case 'raw': case 'req': return self as Value;
      case 'url': case 'originalUrl': return requestPath(path, input('url', key));
      case 'routerPath': return m.get(route.options, 'url');
      case 'method': case 'routerMethod': return method === 'ANY' ? input('request', 'method') : lit(method);
      case 'routeOptions': return object([['url', m.get(route.options, 'url')], ['method', lit(method)], ['config', configOf(m, route)], ['schema', m.get(route.options, 'schema')], ['handler', route.handler]]);
      case 'routeConfig': return configOf(m, route);
      case 'routeSchema': return m.get(route.options, 'schema');
      case 'context': return object([['config', configOf(m, route)]]);
      case 'server': return route.instance;
      case 'log': return silentLogger();
      case 'ip': case 'ips': case 'host': case 'hostname': case 'port': case 'protocol': return input('url', key);
      case 'id': case 'socket': case 'connection': case 'signal': return derived(key, []);
      case 'is404': return FALSE;
      case 'getDecorator': return native('request.getDecorator', (_m, call) => m.get(self as Value, stringOf(call.args[0]) ?? ''));
      case 'setDecorator': return native('request.setDecorator', (_m, call) => { m.heap.set(self.props, stringOf(call.args[0]) ?? '', call.args[1] ?? UNDEFINED); return UNDEFINED; });
      case 'on': case 'once': return native('request.on', () => self as Value);
      default: return undefined;
    }
  },
};

/** `routeOptions.config`: an object, also where the route has none. */
function configOf(m: Machine, route: Route): Value {
  const config = m.get(route.options, 'config');
  return config.t === 'lit' ? object() : config;
}

/** A reply to a request of a route. */
export interface ReplyState { readonly route: Route; readonly request: Value }

const fluent: ReadonlySet<string> = new Set([
  'header', 'headers', 'removeHeader', 'type', 'setCookie', 'cookie', 'clearCookie', 'unsignCookie', 'serializer', 'trailer', 'removeTrailer', 'writeEarlyHints', 'getResponseTime', 'vary', 'cacheControl', 'preventCache',
  'maxAge', 'expires', 'lastModified', 'etag', 'setHeader', 'flash', 'on', 'once', 'flushHeaders',
]);

const replyType: ModelType<ReplyState> = {
  name: 'fastify.Reply',
  get: (self, key, m) => {
    const { route, request } = self.state;
    const reply = self as Value & ModelValue<ReplyState>;
    const known = self.props.get(key) ?? decorated(route.instance, self, key, 'reply', m);
    if (known) return known;
    if (fluent.has(key)) return native(`reply.${key}`, () => reply);
    switch (key) {
      case 'code': case 'status': case 'writeHead': return native(`reply.${key}`, (_m, call) => { setStatus(m, self, call.args[0] ?? lit(200), call.site); return reply; });
      case 'send': case 'end': case 'write': return native(`reply.${key}`, (_m, call) => { send(m, reply, call.args[0] ?? UNDEFINED, self.props.get('#status') ?? null, call.site, `reply.${key}`); return reply; });
      // Version 5: (url, status); version 4: (status, url).
      case 'redirect': return native('reply.redirect', (_m, call) => {
        const status = call.args.find(one => one.t === 'lit' && typeof one.v === 'number') ?? self.props.get('#status') ?? lit(302);
        send(m, reply, call.args.find(one => one !== status) ?? UNDEFINED, status, call.site, 'reply.redirect');
        return reply;
      });
      case 'sendFile': case 'download': case 'view': case 'viewAsync': case 'viewStream': case 'html': return native(`reply.${key}`, (_m, call) => { send(m, reply, derived('file', call.args), self.props.get('#status') ?? null, call.site, `reply.${key}`); return reply; });
      case 'callNotFound': return native('reply.callNotFound', (_m, call) => { send(m, reply, object([['message', lit('Not Found')]]), lit(404), call.site, 'reply.callNotFound'); return reply; });
      case 'hijack': return native('reply.hijack', () => reply);
      case 'raw': case 'res': return reply;
      case 'request': return request;
      case 'server': return route.instance;
      case 'log': return silentLogger();
      case 'sent': case 'headersSent': case 'writableEnded': return self.props.get('#sent') === TRUE ? TRUE : FALSE;
      case 'statusCode': return self.props.get('#status') ?? lit(200);
      case 'elapsedTime': case 'getHeader': case 'getHeaders': case 'hasHeader': return native(`reply.${key}`, () => derived(key, []));
      case 'then': return native('reply.then', (_m, call) => call.args[0] ? m.call(call.args[0], [], { site: call.site }) : reply);
      default: return undefined;
    }
  },
  set: (self, key, value, m) => {
    if (key === 'statusCode') setStatus(m, self, value, null);
    else m.heap.set(self.props, key, value);
    return true;
  },
};

/** The status is kept where it was set, too: what is thrown or returned later goes by the way it came. */
function setStatus(m: Machine, self: ModelValue<ReplyState>, status: Value, site: ModelValue['site']): void {
  m.heap.set(self.props, '#status', status);
  m.emit({ kind: 'read', value: status, status, site, via: 'reply.code' });
}

/** A fresh request and reply. */
export function fastifyExchange(state: RequestState): Exchange {
  const request = model(requestType, state) as Value;
  const reply = model<ReplyState>(replyType, { route: state.route, request }) as Value;
  return { values: { request, reply } };
}
