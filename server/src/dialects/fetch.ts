import type { Site } from '../model/facts';
import type { Machine } from '../evaluate/machine';
import { concat } from '../evaluate/operators';
import type { Path } from '../evaluate/path';
import { both, waysOf } from '../evaluate/path';
import type { Call, InputSource, ModelType, NativeValue, Value } from '../evaluate/value';
import { derived, hole, input, list, lit, model, native, object, stringOf, UNDEFINED } from '../evaluate/value';
import { fromText } from './json';
import { requestPath } from './paths';

/** The request and response of the Fetch standard, for every dialect whose handlers take a `Request` and return a `Response`. */

/** The request of an endpoint: its method (null for any) and its path in contract notation. */
export interface FetchRequest { readonly method: string | null; readonly path: string }

const silent = native('silent', () => UNDEFINED);

/** Something that code only writes to: the headers or cookies of a response. */
const sinkType: ModelType<null> = { name: 'fetch.Sink', get: () => silent };

/** A multi-map of the request (headers, cookies, search parameters, form data): what is read by name is a part of the request. */
interface Fields { readonly source: InputSource; readonly wrapped: boolean }

const fieldsType: ModelType<Fields> = {
  name: 'fetch.Fields',
  mentions: self => [input(self.state.source)],
  element: self => list([derived('key', [input(self.state.source)]), input(self.state.source)]),
  get: (self, key, m) => {
    const { source, wrapped } = self.state;
    const named = (call: Call): Value => {
      const name = stringOf(call.args[0]);
      return name === undefined ? input(source) : m.input(source, source === 'header' ? name.toLowerCase() : name);
    };
    switch (key) {
      // A cookie comes with its name: `cookies.get('session')?.value`.
      case 'get': return native('get', (_m, call) => named(call));
      case 'getAll': return native('getAll', (_m, call) => wrapped && call.args.length === 0 ? { ...list([]), open: true, rest: input(source) } : { ...list([]), open: true, rest: named(call) });
      case 'has': return native('has', (_m, call) => derived('has', [named(call)]));
      case 'forEach': return native('forEach', (inner, call) => {
        const [fn] = call.args;
        if (fn) inner.maybe(() => inner.call(fn, [input(source), derived('key', [input(source)]), self as Value], { site: call.site }));
        return UNDEFINED;
      });
      case 'entries': return native('entries', () => ({ ...list([]), open: true, rest: list([derived('key', [input(source)]), input(source)]) }));
      case 'keys': return native('keys', () => ({ ...list([]), open: true, rest: derived('key', [input(source)]) }));
      case 'values': return native('values', () => ({ ...list([]), open: true, rest: input(source) }));
      case 'toString': return native('toString', () => input(source));
      case 'size': return derived('size', [input(source)]);
      case 'set': case 'append': case 'delete': case 'sort': return silent;
      default: return undefined;
    }
  },
};

/** The headers, cookies, search parameters or form data of the request. */
export function requestFields(source: InputSource): Value {
  return model<Fields>(fieldsType, { source, wrapped: source === 'cookie' }, null) as Value;
}

/** A URL: its path, and whether its search parameters are those of the request. */
interface UrlState { readonly path: Value; readonly ofRequest: boolean; readonly href: Value }

const urlType: ModelType<UrlState> = {
  name: 'fetch.URL',
  mentions: self => [self.state.path, self.state.href],
  get: (self, key) => {
    const set = self.props.get(key);
    if (set) return set;
    const { path, ofRequest, href } = self.state;
    switch (key) {
      case 'pathname': return path;
      case 'searchParams': return ofRequest ? requestFields('query') : model(sinkType, null) as Value;
      case 'search': return ofRequest ? input('query') : lit('');
      case 'href': return href;
      case 'toString': case 'toJSON': return native(key, () => href);
      case 'clone': return native('clone', () => ({ ...self, props: new Map(self.props) }));
      case 'host': case 'hostname': case 'origin': return ofRequest ? input('header', 'host') : derived(key, [href]);
      case 'basePath': case 'hash': return lit('');
      default: return undefined;
    }
  },
};

/** The URL of the request as a text: an origin that is not known, the path, the query. */
function urlText(request: FetchRequest): Value {
  return concat([input('url', 'origin'), requestPath(request.path, input('url', 'search'))]);
}

/** The URL of the request as an object (`nextUrl`). */
export function requestUrl(request: FetchRequest): Value {
  return model<UrlState>(urlType, { path: requestPath(request.path), ofRequest: true, href: urlText(request) }, null) as Value;
}

const isPart = (v: string | Value | undefined, name: string): boolean => typeof v === 'object' && v.t === 'sym' && v.op === 'input' && v.in === 'url' && v.path[0] === name;

/** `new URL(text, base)`: the request's own URL keeps what is known of it. */
const urlGlobal = native('URL', (m, call) => {
  const [of = UNDEFINED, base] = call.args;
  if (of.t === 'model' && of.type.name === urlType.name) return model(urlType, of.state as UrlState, call.site) as Value;
  if (of.t === 'text' && isPart(of.parts[0], 'origin')) {
    const end = of.parts.length - (isPart(of.parts[of.parts.length - 1], 'search') ? 1 : 0);
    return model<UrlState>(urlType, { path: concat(of.parts.slice(1, end)), ofRequest: end < of.parts.length, href: of }, call.site) as Value;
  }
  // The target of a request on Node: a path with what follows it.
  const [head] = of.t === 'text' ? of.parts : [];
  if (of.t === 'text' && typeof head === 'string' && head.startsWith('/') && isPart(of.parts[of.parts.length - 1], 'search')) {
    return model<UrlState>(urlType, { path: concat(of.parts.slice(0, -1)), ofRequest: true, href: of }, call.site) as Value;
  }
  const text = stringOf(of);
  if (text?.startsWith('/') === true) return model<UrlState>(urlType, { path: lit(text.replace(/[?#].*/, '')), ofRequest: false, href: base ? concat([derived('origin', [base]), of]) : of }, call.site) as Value;
  const absolute = text === undefined ? null : /^https?:\/\/[^/?#]+([^?#]*)/.exec(text);
  const path = absolute ? lit(absolute[1] === '' ? '/' : absolute[1]) : of.t === 'text' && typeof of.parts[0] === 'string' && of.parts[0].startsWith('/') ? of : m.get(of, 'pathname');
  return model<UrlState>(urlType, { path, ofRequest: of.t === 'sym' && of.op === 'input' && of.in === 'url', href: of }, call.site) as Value;
});

const requestType: ModelType<FetchRequest> = {
  name: 'fetch.Request',
  mentions: () => [input('request')],
  get: (self, key, m) => {
    const set = self.props.get(key);
    if (set) return set;
    switch (key) {
      case 'headers': return requestFields('header');
      case 'cookies': return requestFields('cookie');
      case 'json': case 'text': case 'arrayBuffer': case 'blob': case 'bytes': return native(`request.${key}`, () => m.input('body'));
      case 'formData': return native('request.formData', () => { m.input('body'); return requestFields('body'); });
      case 'body': return m.input('body');
      case 'bodyUsed': return lit(false);
      case 'url': return urlText(self.state);
      case 'nextUrl': return requestUrl(self.state);
      case 'method': return self.state.method === null ? input('request', 'method') : lit(self.state.method);
      case 'clone': return native('request.clone', () => self as Value);
      // What middleware and wrappers hang on a request.
      case 'auth': case 'user': case 'nextauth': return input('principal');
      case 'session': return input('session');
      default: return input('request', key);
    }
  },
};

/** A fresh request for an endpoint; `more` says what a framework puts on it. */
export function fetchRequest(request: FetchRequest, more?: (key: string, m: Machine) => Value | undefined): Value {
  if (!more) return model(requestType, request, null) as Value;
  return model<FetchRequest>({ ...requestType, get: (self, key, m, site) => self.props.get(key) ?? more(key, m) ?? requestType.get?.(self, key, m, site) }, request, null) as Value;
}

const envType: ModelType<null> = { name: 'fetch.Env', get: (_self, key) => key === 'then' ? undefined : { t: 'sym', op: 'env', name: key } };

/** Bindings of a worker, or the environment: values that code outside gives. */
export function workerEnv(): Value {
  return model(envType, null) as Value;
}

/** A response that was made: what it sends, or that the request goes on (`NextResponse.next()`). */
export interface ResponseState {
  readonly body: Value;
  readonly status: Value | null;
  readonly goesOn: boolean;
  /** The conditions under which it was made. */
  readonly path: Path;
  readonly via: string;
}

const responseType: ModelType<ResponseState> = {
  name: 'fetch.Response',
  mentions: self => [self.state.body],
  get: (self, key) => {
    switch (key) {
      case 'status': return self.state.status ?? hole('the status of a response', self.site);
      case 'ok': return self.state.status?.t === 'lit' ? lit(Number(self.state.status.v) < 300 && Number(self.state.status.v) >= 200) : derived('ok', [self as Value]);
      case 'headers': case 'cookies': return model(sinkType, null) as Value;
      case 'json': case 'text': return native(`response.${key}`, () => self.state.body);
      case 'body': return self.state.body;
      case 'clone': return native('response.clone', () => self as Value);
      default: return self.props.get(key);
    }
  },
};

/** Whether a value is a response; undefined where nothing is known. */
export function isResponse(v: Value): boolean | undefined {
  if (v.t === 'sym' || v.t === 'hole' || v.t === 'union') return undefined;
  return v.t === 'model' && v.type.name === responseType.name;
}

/** A response value, made at the current point. */
export function response(m: Machine, state: Omit<ResponseState, 'path'>, site: Site | null): Value {
  return model<ResponseState>(responseType, { ...state, path: m.path }, site) as Value;
}

/** The status that the options of a response give; `otherwise` without one. */
export function statusIn(m: Machine, init: Value | undefined, otherwise: number): Value {
  if (init === undefined || (init.t === 'lit' && typeof init.v !== 'number')) return lit(otherwise);
  if (init.t === 'lit') return init;
  const status = m.get(init, 'status');
  return status.t === 'lit' && status.v === undefined ? lit(otherwise) : status;
}

const json = native('Response.json', (m, call) => response(m, { body: call.args[0] ?? UNDEFINED, status: statusIn(m, call.args[1], 200), goesOn: false, via: 'Response.json' }, call.site));
const redirect = native('Response.redirect', (m, call) => response(m, { body: call.args[0] ?? UNDEFINED, status: statusIn(m, call.args[1], 302), goesOn: false, via: 'Response.redirect' }, call.site));

/** A class of responses: `new Response(body, init)` with its static functions. */
export function responseClass(name: string, statics: Iterable<readonly [string, Value]> = []): NativeValue {
  return {
    ...native(name, (m, call) => response(m, { body: fromText(call.args[0] ?? UNDEFINED), status: statusIn(m, call.args[1], 200), goesOn: false, via: name }, call.site), [
      ['json', json], ['redirect', redirect], ['error', native('Response.error', (m, call) => response(m, { body: UNDEFINED, status: lit(500), goesOn: false, via: 'Response.error' }, call.site))],
      ...statics,
    ]),
    instance: isResponse,
  };
}

/** `new Headers(init)`: those of the request when made of them, else something that is written to. */
const headersGlobal = native('Headers', (_m, call) => {
  const [from] = call.args;
  return from?.t === 'model' && from.type.name === fieldsType.name ? from : model(sinkType, null) as Value;
});

const paramsGlobal = native('URLSearchParams', (_m, call) => {
  const [from] = call.args;
  const ofRequest = from?.t === 'sym' && from.op === 'input' && (from.in === 'query' || (from.in === 'url' && from.path[0] === 'search'));
  return ofRequest ? requestFields('query') : from?.t === 'model' && from.type.name === fieldsType.name ? from : model({ ...sinkType, get: (_self, key) => key === 'toString' ? native(key, () => derived('query', call.args)) : silent }, null) as Value;
});

const responseGlobal = responseClass('Response');

/** The values of the names that the Fetch standard gives a runtime. */
export function fetchGlobal(name: string): Value | undefined {
  switch (name) {
    case 'Response': return responseGlobal;
    case 'URL': return urlGlobal;
    case 'Headers': return headersGlobal;
    case 'URLSearchParams': return paramsGlobal;
    case 'FormData': return native('FormData', () => object());
    default: return undefined;
  }
}

/**
 * Says what became of the request, from what a handler or middleware gave back: each response under the conditions it was made and came
 * back under. `missing` is what no response at all means.
 */
export function settle(m: Machine, result: Value, site: Site | null, missing: 'goes on' | 'nothing', via: string): void {
  if (!m.alive) return;
  const end = m.path;
  for (const { value, path } of waysOf(result, end)) {
    m.path = path;
    if (isResponse(value) === true && value.t === 'model') {
      const state = value.state as ResponseState;
      m.path = both(path, state.path);
      if (state.goesOn) m.emit({ kind: 'next', value: UNDEFINED, status: null, site: value.site, via: state.via });
      else if (state.status === null) m.emit({ kind: 'respond', value: state.body, status: null, site: value.site, via: state.via });
      // An error handler answers with the status of what was thrown: each under the conditions of its throw.
      else for (const status of waysOf(state.status, m.path)) {
        m.path = status.path;
        m.emit({ kind: 'respond', value: state.body, status: status.value, site: value.site, via: state.via });
      }
    } else if (missing === 'goes on') m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via });
    else if (value.t !== 'lit') m.emit({ kind: 'respond', value, status: null, site, via });
  }
  m.path = end;
}
