import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import type { Machine } from '../../evaluate/machine';
import { conditions } from '../../evaluate/path';
import type { Call, ModelType, ModelValue, NativeValue, Value } from '../../evaluate/value';
import { derived, hole, input, lit, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import { requestPath } from '../paths';
import type { Following } from './answer';
import { change, read } from './answer';
import { oakRequestPart } from './oak';

/** The endpoint that a request is for. */
export interface KoaEndpoint {
  readonly method: string;
  /** In contract notation. */
  readonly path: string;
  /** What the application put on `app.context`. */
  readonly shared: Value | undefined;
  readonly following: Following;
  readonly oak: boolean;
}

type Context = ModelValue<KoaEndpoint>;

const silent = native('silent', () => UNDEFINED);
const silentType: ModelType<null> = { name: 'koa.Silent', get: (_self, key) => key === 'then' ? undefined : silent };

/** Where a value is written, as far as it says. */
const siteOf = (v: Value): Site | null => v.t === 'object' || v.t === 'list' || v.t === 'model' || v.t === 'instance' || v.t === 'fn' || (v.t === 'sym' && (v.op === 'call' || v.op === 'new')) ? v.site : null;

const PRINCIPAL = /^(user|account|principal|auth|jwt|jwtdata|currentUser|userId)$/i;

/** `ctx.state`: what nobody visible set is the caller where it is called so. */
const stateType: ModelType<null> = {
  name: 'koa.State',
  get: (self, key) => self.props.get(key) ?? (PRINCIPAL.test(key) ? input('principal') : key === 'session' ? input('session') : undefined),
  set: (self, key, value, m) => { m.heap.set(self.props, key, value); return true; },
};

const header = (m: Machine, call: Call): Value => { const name = stringOf(call.args[0]); return name === undefined ? input('header') : m.input('header', name.toLowerCase()); };

/** An error of Koa's own: its status is the answer. */
function httpError(status: Value, message: Value | undefined): Value {
  return object([['status', status], ['statusCode', status], ['name', lit('HttpError')], ['message', message ?? derived('message', [])], ['expose', derived('expose', [])]]);
}

/** `ctx.throw(401, 'message')`, `ctx.throw(error)`. */
const throwing = native('ctx.throw', (m, call) => {
  const status = call.args.find(one => one.t === 'lit' && typeof one.v === 'number');
  const [first] = call.args;
  const given = call.args.find(one => one.t === 'object' || one.t === 'instance');
  if (!status && given && given === first) m.throw(given, call.site);
  else m.throw(httpError(status ?? (first && stringOf(first) === undefined ? first : lit(500)), call.args.find(one => one !== status)), call.site);
  return UNDEFINED;
});

/** `ctx.assert(value, 401)`: throws unless the value is there. */
const asserting = native('ctx.assert', (m, call) => {
  const [test = UNDEFINED, status = lit(500), message] = call.args;
  const fail = (): Value => { m.throw(httpError(status, message), call.site); return UNDEFINED; };
  const known = m.truth(test);
  if (known !== undefined) return known ? UNDEFINED : fail();
  const site = call.site ?? NOWHERE;
  return m.fork([{ conditions: conditions(test, true, site), run: () => UNDEFINED }, { conditions: conditions(test, false, site), run: fail }], false);
});

/** What `ctx` and `ctx.request` have of the request. */
function requestPart(ctx: Context, key: string, m: Machine): Value | undefined {
  switch (key) {
    case 'query': return input('query');
    case 'params': return input('path');
    case 'header': case 'headers': return input('header');
    case 'get': return native('ctx.get', header);
    case 'method': return ctx.state.method === 'ANY' ? input('request', 'method') : lit(ctx.state.method);
    case 'path': return requestPath(belowMount(ctx));
    case 'url': return requestPath(belowMount(ctx), input('url', 'search'));
    case 'originalUrl': return requestPath(ctx.state.path, input('url', 'search'));
    case 'href': return derived('href', [input('url', 'href')]);
    case 'querystring': case 'search': return input('query');
    case 'file': case 'files': return input('file');
    case 'host': case 'hostname': case 'origin': return m.input('header', 'host');
    case 'ip': case 'ips': case 'protocol': case 'secure': case 'fresh': case 'stale': case 'charset': return input('url', key);
    case 'is': case 'accepts': case 'acceptsEncodings': case 'acceptsCharsets': case 'acceptsLanguages': return native(`ctx.${key}`, () => derived(key, [input('header', 'accept')]));
    case 'isAuthenticated': return native('ctx.isAuthenticated', () => derived('test', [input('principal')]));
    case 'isUnauthenticated': return native('ctx.isUnauthenticated', () => derived('!', [derived('test', [input('principal')])]));
    case 'login': case 'logIn': case 'logout': case 'logOut': return silent;
    default: return undefined;
  }
}

/** The path below the place where the running application is mounted. */
function belowMount(ctx: Context): string {
  const base = stringOf(ctx.props.get('#mount')) ?? '/';
  const { path } = ctx.state;
  return base === '/' || !path.startsWith(base) ? path : path.slice(base.length) || '/';
}

/** `ctx.request`, and `ctx.req` of Node. */
const requestType: ModelType<{ readonly ctx: Context; readonly raw: boolean }> = {
  name: 'koa.Request',
  mentions: () => [input('request')],
  get: (self, key, m) => {
    const set = self.props.get(key);
    if (set) return set;
    const { method, path, oak } = self.state.ctx.state;
    const own = oak ? oakRequestPart(key, { method: method === 'ANY' ? null : method, path }) : undefined;
    if (own) return own;
    if (key === 'body' || key === 'rawBody') return m.input('body');
    if (key === 'user') return input('principal');
    if (key === 'ctx') return self.state.ctx;
    if (self.state.raw && (key === 'on' || key === 'once')) return silent;
    return requestPart(self.state.ctx, key, m) ?? (key === 'then' ? undefined : input('request', key));
  },
  set: (self, key, value, m) => { m.heap.set(self.props, key, value); return true; },
};

/** What `ctx` and `ctx.response` have of the answer. */
function responsePart(ctx: Context, key: string, m: Machine): Value | undefined {
  switch (key) {
    case 'body': return read(m, ctx, 'body');
    case 'status': return read(m, ctx, 'status');
    case 'redirect': return native('ctx.redirect', (machine, call) => {
      change(machine, ctx, state => ({ body: lit(''), status: state.status && isRedirect(state.status) ? state.status : lit(302), site: call.site }));
      return UNDEFINED;
    });
    case 'render': return native('ctx.render', (machine, call) => { change(machine, ctx, () => ({ body: derived('page', call.args), site: call.site })); return UNDEFINED; });
    case 'set': case 'append': case 'remove': case 'vary': case 'attachment': case 'flushHeaders': case 'back': return silent;
    case 'type': case 'length': case 'etag': case 'lastModified': case 'message': return derived(key, []);
    case 'headerSent': case 'writable': return derived(key, []);
    default: return undefined;
  }
}

const isRedirect = (v: Value): boolean => v.t === 'lit' && typeof v.v === 'number' && v.v >= 300 && v.v < 400;

/** Sets a part of the answer; true when the name is one. */
function setAnswer(m: Machine, ctx: Context, key: string, value: Value): boolean {
  if (key === 'body') { change(m, ctx, () => ({ body: value, site: siteOf(value) })); return true; }
  if (key === 'status') { change(m, ctx, () => ({ status: value })); return true; }
  if (key === 'respond' && m.truth(value) === false) { change(m, ctx, () => ({ bypassed: true })); return true; }
  return key === 'type' || key === 'length' || key === 'etag' || key === 'message' || key === 'lastModified';
}

const responseType: ModelType<{ readonly ctx: Context; readonly raw: boolean }> = {
  name: 'koa.Response',
  get: (self, key, m) => {
    const { ctx, raw } = self.state;
    if (raw && (key === 'end' || key === 'write' || key === 'writeHead' || key === 'json' || key === 'send')) return native(`res.${key}`, (machine, call) => {
      change(machine, ctx, () => key === 'writeHead' ? { status: call.args[0] ?? null, bypassed: true } : { bypassed: true, site: call.site });
      return self as Value;
    });
    return responsePart(ctx, key, m) ?? self.props.get(key) ?? (key === 'get' ? native('response.get', () => derived('header', [])) : key === 'then' ? undefined : silent);
  },
  set: (self, key, value, m) => {
    if (!setAnswer(m, self.state.ctx, key === 'statusCode' ? 'status' : key, value)) m.heap.set(self.props, key, value);
    return true;
  },
};

const cookiesType: ModelType<null> = {
  name: 'koa.Cookies',
  get: (_self, key) => key === 'get' ? native('cookies.get', (m, call) => { const name = stringOf(call.args[0]); return name === undefined ? input('cookie') : m.input('cookie', name); }) : key === 'set' ? silent : undefined,
};

/** `ctx`. */
const contextType: ModelType<KoaEndpoint> = {
  name: 'koa.Context',
  mentions: () => [input('request')],
  get: (self, key, m) => {
    const set = self.props.get(key);
    if (set) return set;
    switch (key) {
      case 'throw': return throwing;
      case 'assert': return asserting;
      case 'session': return input('session');
      case 'user': case 'uid': return input('principal');
      case 'cookies': return model(cookiesType, null) as Value;
      case 'app': case 'logger': case 'log': return model(silentType, null) as Value;
      case 'respond': return lit(true);
      case 'then': return undefined;
      default: break;
    }
    const own = requestPart(self, key, m) ?? responsePart(self, key, m);
    if (own) return own;
    const { shared } = self.state;
    const found = shared ? m.get(shared, key) : UNDEFINED;
    return found.t === 'lit' && found.v === undefined ? undefined : found;
  },
  set: (self, key, value, m) => {
    if (!setAnswer(m, self, key, value)) m.heap.set(self.props, key, value);
    return true;
  },
};

/** A fresh context. */
export function koaContext(endpoint: KoaEndpoint): ModelValue<KoaEndpoint> {
  const ctx = model(contextType, endpoint) as Context;
  const part = (type: typeof requestType, raw: boolean): Value => model(type, { ctx, raw }) as Value;
  ctx.props.set('request', part(requestType, false));
  ctx.props.set('req', part(requestType, true));
  ctx.props.set('response', part(responseType, false));
  ctx.props.set('res', part(responseType, true));
  ctx.props.set('state', model(stateType, null) as Value);
  ctx.props.set('ctx', ctx as Value);
  return ctx;
}

/** A function of the context that sets the body, by what it is called. */
export const sending = (name: string): NativeValue => native(name, (m, call) => {
  const [ctx] = call.args;
  if (ctx) m.set(ctx, 'body', call.args[1] ? derived('file', [call.args[1]]) : hole('a file', call.site));
  return UNDEFINED;
});
