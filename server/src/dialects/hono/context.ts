import type { Machine } from '../../evaluate/machine';
import type { Call, ModelType, ModelValue, NativeValue, Value } from '../../evaluate/value';
import { derived, hole, input, lit, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import { fetchRequest, requestFields, response, statusIn, workerEnv } from '../fetch';
import { requestPath } from '../paths';
import type { PathPattern } from './paths';

/** The endpoint that a request is for. */
export interface HonoEndpoint {
  readonly method: string;
  /** In contract notation. */
  readonly path: string;
  readonly pattern: PathPattern;
  /** What answers `c.notFound()`, when the application says so. */
  readonly notFound: Value | null;
}

const silent = native('silent', () => UNDEFINED);

/** What validators and `c.req` call the parts of a request. */
const TARGETS: Readonly<Record<string, 'body' | 'query' | 'path' | 'header' | 'cookie'>> = { json: 'body', form: 'body', query: 'query', param: 'path', header: 'header', cookie: 'cookie' };

/** The part of the request that a validator's target names. */
export function targetInput(m: Machine, target: string): Value {
  return m.input(TARGETS[target] ?? 'body');
}

const reader = (name: string, read: (m: Machine, call: Call) => Value): NativeValue => native(`c.req.${name}`, read);

/** `c.req`. */
const requestType: ModelType<HonoEndpoint> = {
  name: 'hono.Request',
  mentions: () => [input('request')],
  get: (self, key, m) => {
    const set = self.props.get(key);
    if (set) return set;
    const named = (source: 'path' | 'query' | 'header' | 'cookie'): NativeValue => reader(key, (machine, call) => {
      const name = stringOf(call.args[0]);
      return name === undefined ? input(source) : machine.input(source, source === 'header' ? name.toLowerCase() : name);
    });
    switch (key) {
      case 'param': return named('path');
      case 'query': case 'queries': return named('query');
      case 'header': return named('header');
      case 'cookie': return named('cookie');
      case 'json': case 'text': case 'parseBody': case 'arrayBuffer': case 'blob': return reader(key, machine => machine.input('body'));
      case 'formData': return reader(key, machine => { machine.input('body'); return requestFields('body'); });
      case 'body': return m.input('body');
      case 'valid': return reader(key, (machine, call) => {
        const target = stringOf(call.args[0]) ?? 'json';
        return self.props.get(`#valid.${target}`) ?? targetInput(machine, target);
      });
      case 'url': return m.get(m.get(self as Value, 'raw'), 'url');
      case 'path': return requestPath(self.state.path);
      case 'method': return self.state.method === 'ANY' ? input('request', 'method') : lit(self.state.method);
      case 'raw': return fetchRequest({ method: self.state.method === 'ANY' ? null : self.state.method, path: self.state.path });
      case 'routePath': return lit(self.state.path);
      case 'headers': return requestFields('header');
      case 'addValidatedData': return reader(key, (machine, call) => { validated(machine, self as Value, stringOf(call.args[0]) ?? 'json', call.args[1] ?? UNDEFINED); return UNDEFINED; });
      default: return undefined;
    }
  },
};

function validated(m: Machine, req: Value, target: string, value: Value): void {
  if (req.t === 'model') m.heap.set(req.props, `#valid.${target}`, value);
}

/** Keeps what a validator made of a part of the request. */
export function keepValidated(m: Machine, c: Value, target: string, value: Value): void {
  validated(m, m.get(c, 'req'), target, value);
}

/** What waits for work after an answer. */
const executionType: ModelType<null> = { name: 'hono.ExecutionContext', get: (_self, key) => key === 'then' ? undefined : silent };

/** What a middleware set under a name; what nobody visible set is the caller where it is called so. */
function variable(self: ModelValue<HonoEndpoint>, name: string | undefined): Value {
  if (name === undefined) return hole('a variable of the context', self.site);
  const set = self.props.get(`#var.${name}`);
  if (set) return set;
  if (/^(user|account|principal|auth|authUser|jwtPayload|userId|currentUser)$/i.test(name)) return input('principal');
  return /^session$/i.test(name) ? input('session') : { t: 'sym', op: 'get', base: self as Value, key: name };
}

const varsType: ModelType<ModelValue<HonoEndpoint>> = { name: 'hono.Variables', get: (self, key) => key === 'then' ? undefined : variable(self.state, key) };

/** Answers: what they are called and where their body and their status stand. */
const answers: ReadonlySet<string> = new Set(['json', 'text', 'html', 'body', 'newResponse', 'render']);

/** The status that options give, else the one that was set before, else 200. */
function statusFor(m: Machine, self: ModelValue, init: Value | undefined): Value {
  const before = self.props.get('#status');
  const given = statusIn(m, init, 200);
  const says = init !== undefined && !(init.t === 'lit' && typeof init.v !== 'number') && (init.t === 'lit' || init.t !== 'object' || init.props.has('status'));
  return before && !says ? before : given;
}

/** `c`. */
const contextType: ModelType<HonoEndpoint> = {
  name: 'hono.Context',
  mentions: () => [input('request')],
  get: (self, key, m) => {
    const set = self.props.get(key);
    if (set) return set;
    if (answers.has(key)) return native(`c.${key}`, (machine, call) => response(machine, { body: call.args[0] ?? UNDEFINED, status: statusFor(machine, self, call.args[1]), goesOn: false, via: `c.${key}` }, call.site));
    switch (key) {
      case 'redirect': return native('c.redirect', (machine, call) => response(machine, { body: UNDEFINED, status: call.args[1] ?? lit(302), goesOn: false, via: 'c.redirect' }, call.site));
      case 'notFound': return native('c.notFound', (machine, call) => self.state.notFound
        ? machine.call(self.state.notFound, [self as Value], { site: call.site })
        : response(machine, { body: UNDEFINED, status: lit(404), goesOn: false, via: 'c.notFound' }, call.site));
      case 'status': return native('c.status', (machine, call) => { machine.heap.set(self.props, '#status', call.args[0] ?? lit(200)); return UNDEFINED; });
      case 'set': return native('c.set', (machine, call) => {
        const name = stringOf(call.args[0]);
        if (name !== undefined) machine.heap.set(self.props, `#var.${name}`, call.args[1] ?? UNDEFINED);
        return UNDEFINED;
      });
      case 'get': return native('c.get', (_m, call) => variable(self, stringOf(call.args[0])));
      case 'var': return model(varsType, self) as Value;
      case 'env': return workerEnv();
      case 'executionCtx': case 'event': return model(executionType, null) as Value;
      case 'header': case 'setRenderer': case 'setLayout': return silent;
      case 'res': return response(m, { body: hole('the response', self.site), status: null, goesOn: false, via: 'c.res' }, self.site);
      case 'finalized': return derived('finalized', []);
      case 'error': return derived('error', []);
      default: return undefined;
    }
  },
  set: (self, key, value, m) => { m.heap.set(self.props, key, value); return true; },
};

/** A fresh context. */
export function honoContext(endpoint: HonoEndpoint): Value {
  const c = model(contextType, endpoint) as ModelValue<HonoEndpoint>;
  c.props.set('req', model(requestType, endpoint) as Value);
  return c as Value;
}

/** The endpoint of a context; undefined for what is none. */
export function endpointOf(c: Value | undefined): HonoEndpoint | undefined {
  return c?.t === 'model' && c.type.name === contextType.name ? c.state as HonoEndpoint : undefined;
}

const isException = (v: Value): boolean => {
  const given = v.t === 'object' ? v.props.get('getResponse') : undefined;
  return given?.t === 'native' && given.name === 'HTTPException.getResponse';
};

/** `HTTPException`: an error that knows its answer. */
export function httpException(): NativeValue {
  return {
    ...native('HTTPException', (m, call) => {
      const [status = lit(500), options = UNDEFINED] = call.args;
      const message = options.t === 'object' ? m.get(options, 'message') : UNDEFINED;
      const res = options.t === 'object' ? m.get(options, 'res') : UNDEFINED;
      const body = res.t === 'model' ? m.get(res, 'body') : message;
      return object([
        ['name', lit('HTTPException')], ['status', status], ['message', message], ['res', res], ['cause', options.t === 'object' ? m.get(options, 'cause') : UNDEFINED],
        ['getResponse', native('HTTPException.getResponse', (machine, inner) => response(machine, { body, status, goesOn: false, via: 'HTTPException' }, inner.site))],
      ], call.site);
    }),
    instance: v => v.t === 'sym' || v.t === 'hole' || v.t === 'union' ? undefined : isException(v) || (v.t === 'instance' && v.base !== null && isException(v.base)),
  };
}
