import type { Machine } from '../evaluate/machine';
import type { ModelType, ModelValue, Value } from '../evaluate/value';
import { derived, input, lit, model, native, object, stringOf, UNDEFINED } from '../evaluate/value';
import type { Exchange, Step } from './dialect';
import { fromText } from './json';
import { requestPath } from './paths';
import { finish, send, unsent } from './sent';

/** The request and response of Express, and of the routers that handlers of Express run on. */

interface RequestOf { readonly method: string; readonly path: string }

const baseOf = (self: ModelValue<RequestOf>): string => stringOf(self.props.get('#base')) ?? '/';

/** The path below the router that is running, as Express rewrites it: `req.path` inside of `app.use('/api', router)`. */
function belowBase(self: ModelValue<RequestOf>): string {
  const base = baseOf(self);
  const { path } = self.state;
  if (base === '/' || !path.startsWith(base)) return path;
  return path.slice(base.length) || '/';
}

/** `req`: what was set on it wins over what the request brings. */
const requestType: ModelType<RequestOf> = {
  name: 'express.Request',
  // `for await (const chunk of req)`: the body, piece by piece.
  element: () => ({ t: 'text', parts: [input('body')] }),
  get: (self, key, m) => {
    const set = self.props.get(key);
    if (set) return set;
    switch (key) {
      case 'params': return input('path');
      case 'query': return input('query');
      case 'body': case 'rawBody': return m.input('body');
      case 'headers': return input('header');
      case 'cookies': case 'signedCookies': return input('cookie');
      case 'session': case 'sessionID': return input('session');
      case 'user': case 'auth': case 'oidc': return input('principal');
      case 'file': case 'files': return input('file');
      // What says where a request comes from is no credential.
      case 'ip': case 'ips': case 'hostname': case 'host': case 'protocol': case 'secure': case 'xhr': case 'fresh': case 'stale': case 'subdomains': case 'socket': case 'connection': case 'httpVersion':
        return input('request', key);
      case 'get': case 'header': return native('req.get', (_machine, call) => {
        const name = stringOf(call.args[0]);
        return name === undefined ? input('header') : m.input('header', name.toLowerCase());
      });
      case 'isAuthenticated': return native('req.isAuthenticated', () => derived('test', [input('principal')]));
      case 'isUnauthenticated': return native('req.isUnauthenticated', () => derived('!', [derived('test', [input('principal')])]));
      case 'param': return native('req.param', (_m, call) => input('path', stringOf(call.args[0]) ?? '*'));
      case 'path': return requestPath(belowBase(self));
      case 'url': return requestPath(belowBase(self), input('url', key));
      case 'originalUrl': return requestPath(self.state.path, input('url', key));
      case 'baseUrl': return requestPath(baseOf(self) === '/' ? '' : baseOf(self));
      case 'method': return self.state.method === 'ANY' ? input('request', 'method') : lit(self.state.method);
      case 'on': case 'once': return native('req.on', (m, call) => { const fn = call.args[1]; if (fn) m.maybe(() => m.call(fn, [input('body')], { site: call.site })); return self; });
      default: return undefined;
    }
  },
};

/** The status that was set before, 200 otherwise. */
const statusOf = (self: ModelValue): Value => self.props.get('#status') ?? lit(200);

const isStatus = (v: Value | undefined): boolean => v?.t === 'lit' && typeof v.v === 'number' && v.v >= 100 && v.v < 600;

/** Methods that send, and what of their arguments is the body. */
const senders: ReadonlySet<string> = new Set(['json', 'send', 'end', 'jsonp']);
const fluent: ReadonlySet<string> = new Set(['set', 'header', 'type', 'cookie', 'clearCookie', 'vary', 'links', 'append', 'attachment', 'location', 'contentType']);

const responseType: ModelType<null> = {
  name: 'express.Response',
  get: (self, key) => {
    const set = self.props.get(key);
    if (set) return set;
    if (senders.has(key)) return native(`res.${key}`, (m, call) => {
      // Restify, and Express up to 4, take a status before the body; `end()` has no body.
      const coded = key === 'send' || (key === 'json' && call.args.length > 1) ? isStatus(call.args[0]) : false;
      const answer = { status: coded ? call.args[0] ?? null : statusOf(self), site: call.site, via: `res.${key}` };
      if (key === 'end' && call.args.length === 0) finish(m, self, answer);
      else send(m, self, { ...answer, value: fromText(call.args[coded ? 1 : 0] ?? UNDEFINED) });
      return self;
    });
    if (fluent.has(key)) return native(`res.${key}`, () => self);
    switch (key) {
      case 'status': case 'writeHead': return native(`res.${key}`, (m, call) => { m.heap.set(self.props, '#status', call.args[0] ?? lit(200)); return self; });
      case 'sendStatus': return native('res.sendStatus', (m, call) => {
        send(m, self, { value: UNDEFINED, status: call.args[0] ?? null, site: call.site, via: 'res.sendStatus' });
        return self;
      });
      case 'redirect': return native('res.redirect', (m, call) => {
        const [first, second] = call.args;
        send(m, self, { value: second ?? first ?? UNDEFINED, status: second ? first ?? null : lit(302), site: call.site, via: 'res.redirect' });
        return self;
      });
      case 'sendFile': case 'sendfile': case 'download': case 'render': return native(`res.${key}`, (m, call) => {
        send(m, self, { value: derived('file', call.args), status: statusOf(self), site: call.site, via: `res.${key}` });
        return self;
      });
      case 'format': return native('res.format', (m, call) => {
        const [on] = call.args;
        if (on?.t === 'object') m.fork([...on.props.values()].map(fn => ({ run: () => m.call(fn, [], { site: call.site }) })), false);
        return self;
      });
      case 'write': return native('res.write', (m, call) => {
        send(m, self, { value: call.args[0] ?? UNDEFINED, status: statusOf(self), site: call.site, via: 'res.write' });
        return self;
      });
      case 'headersSent': case 'writableEnded': return lit(false);
      case 'statusCode': return statusOf(self);
      case 'req': return undefined;
      default: return undefined;
    }
  },
  set: (self, key, value, m) => {
    m.heap.set(self.props, key === 'statusCode' ? '#status' : key, value);
    return true;
  },
};

/** `next`: going on, or with an argument an error (`'route'` and `'router'` skip, which is going on). */
const next = native('next', (m, call) => {
  const [error] = call.args;
  const skips = error?.t === 'lit' && (error.v === undefined || error.v === null || error.v === 'route' || error.v === 'router');
  if (!error || skips) m.emit({ kind: 'next', value: UNDEFINED, status: null, site: call.site, via: 'next' });
  else if (m.truth(error) === undefined) {
    // `next(err)` with an `err` that may be missing goes on where it is.
    m.emit({ kind: 'next', value: error, status: null, site: call.site, via: 'next(err)' });
  } else m.emit({ kind: 'throw', value: error, status: null, site: call.site, via: 'next(err)' });
  return UNDEFINED;
});

/** A fresh request, response and `next`. */
export function callExchange(_m: Machine, request: RequestOf): Exchange {
  const req = model(requestType, request) as Value;
  const res = model(responseType, null) as ModelValue;
  res.props.set('locals', object());
  res.props.set('req', req);
  if (req.t === 'model') req.props.set('res', res);
  return { values: { req, res, next } };
}

/** Calls a middleware or handler with the exchange. */
export function callInvoke(value: Value, m: Machine, exchange: Exchange, _kind: Step['kind'], base: string): void {
  const { req = UNDEFINED, res = UNDEFINED, next: go = UNDEFINED } = exchange.values;
  if (res.t === 'model') unsent(m, res);
  if (req.t === 'model') m.heap.set(req.props, '#base', lit(base));
  m.call(value, [req, res, go]);
}
