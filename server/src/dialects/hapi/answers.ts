import type { Machine } from '../../evaluate/machine';
import type { Path } from '../../evaluate/path';
import { both, waysOf } from '../../evaluate/path';
import { nullish } from '../../evaluate/truth';
import type { Call, ModelType, ModelValue, Value } from '../../evaluate/value';
import { derived, hole, input, lit, model, native, TRUE, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { mentions } from '../../evaluate/truth';
import type { RootState } from './state';

/** A response that the toolkit made: what it sends, where and under which conditions it was made. Its status is set later. */
interface ResponseState { readonly body: Value; readonly path: Path; readonly via: string }

type Response = ModelValue<ResponseState>;
const STATUS = '#status';
const TAKEOVER = '#takeover';

const fluent: ReadonlySet<string> = new Set(['header', 'type', 'bytes', 'charset', 'etag', 'encoding', 'location', 'message', 'replacer', 'spaces', 'escape', 'suffix', 'state', 'unstate', 'ttl', 'vary', 'passThrough', 'compressed', 'hold', 'rewritable']);
const codes: Readonly<Record<string, number>> = { created: 201, redirect: 302, temporary: 302, permanent: 301 };

const responseType: ModelType<ResponseState> = {
  name: 'hapi.Response',
  mentions: self => [self.state.body],
  get(self, key) {
    if (fluent.has(key)) return native(`response.${key}`, () => self as Value);
    if (Object.hasOwn(codes, key)) return native(`response.${key}`, m => { m.heap.set(self.props, STATUS, lit(codes[key])); return self as Value; });
    switch (key) {
      case 'code': return native('response.code', (m, call) => { m.heap.set(self.props, STATUS, call.args[0] ?? UNDEFINED); return self as Value; });
      case 'takeover': return native('response.takeover', m => { m.heap.set(self.props, TAKEOVER, TRUE); return self as Value; });
      case 'source': return self.state.body;
      case 'statusCode': return statusOf(self);
      case 'headers': case 'variety': return derived(key, []);
      default: return self.props.get(key);
    }
  },
};

const isResponse = (v: Value): v is Response & Value => v.t === 'model' && v.type.name === responseType.name;

/** No body is 204, unless a status is set. */
function statusOf(response: Response): Value {
  return response.props.get(STATUS) ?? lit(empty(response.state.body) ? 204 : 200);
}

const empty = (body: Value): boolean => body.t === 'lit' && (body.v === undefined || body.v === null || body.v === '');

/** A response, made at this point; one that is given as its body is itself. */
function respond(m: Machine, body: Value, site: Site | null, via: string, status?: number): Value {
  if (isResponse(body)) return body;
  const made = model<ResponseState>(responseType, { body, path: m.path, via }, site);
  m.heap.fresh(made.props);
  if (status !== undefined) made.props.set(STATUS, lit(status));
  return made as Value;
}

const signalType: ModelType<string> = { name: 'hapi.Signal' };
/** `h.continue`, `h.abandon`, `h.close`. */
const signal = (name: string): Value => model(signalType, name) as Value;
const isSignal = (v: Value, name: string): boolean => v.t === 'model' && v.type.name === signalType.name && v.state === name;

/** What a scheme says about a request: `h.authenticated({ credentials })`, `h.unauthenticated(error)`. */
interface Verdict { readonly good: boolean; readonly data: Value; readonly path: Path }
const verdictType: ModelType<Verdict> = { name: 'hapi.Verdict', mentions: self => [self.state.data] };

/** The verdict that a value is. */
export function verdictOf(v: Value): Verdict | null {
  return v.t === 'model' && v.type.name === verdictType.name ? v.state as Verdict : null;
}

const verdict = (m: Machine, call: Call, good: boolean): Value => model<Verdict>(verdictType, { good, data: call.args[good ? 0 : 1] ?? UNDEFINED, path: m.path }, call.site) as Value;

interface ToolkitState { readonly root: RootState; readonly request: Value; readonly context: Value }

const toolkitType: ModelType<ToolkitState> = {
  name: 'hapi.Toolkit',
  get(self, key) {
    const decorated = self.state.root.decorations.toolkit.get(key);
    if (decorated) return decorated;
    switch (key) {
      case 'response': return native('h.response', (m, call) => respond(m, call.args[0] ?? UNDEFINED, call.site, 'h.response'));
      case 'redirect': return native('h.redirect', (m, call) => respond(m, lit(''), call.site, 'h.redirect', 302));
      case 'file': case 'view': case 'proxy': return native(`h.${key}`, (m, call) => respond(m, derived('file', call.args), call.site, `h.${key}`));
      case 'continue': case 'abandon': case 'close': return signal(key);
      case 'authenticated': return native('h.authenticated', (m, call) => verdict(m, call, true));
      case 'unauthenticated': return native('h.unauthenticated', (m, call) => verdict(m, call, false));
      case 'state': case 'unstate': return native(`h.${key}`, () => UNDEFINED);
      case 'entity': return native('h.entity', () => derived('entity', []));
      case 'request': return self.state.request;
      case 'context': return self.state.context;
      default: return self.props.get(key);
    }
  },
};

/** The toolkit that comes with a request. */
export function toolkit(root: RootState, request: Value, context: Value): Value {
  return model<ToolkitState>(toolkitType, { root, request, context }) as Value;
}

/** Whether a value is an error: one of Boom, of the language, or of a class of the workspace that says a status. */
function isError(v: Value): boolean {
  if (v.t === 'instance') return v.base !== null && isError(v.base);
  return v.t === 'object' && (v.props.has('isBoom') || v.props.has('isError') || (v.props.has('status') && v.props.has('message')));
}

function errorStatus(m: Machine, error: Value): Value {
  for (const key of ['httpStatus', 'status', 'statusCode']) {
    const status = m.get(error, key);
    if (status.t === 'lit' && typeof status.v === 'number') return status;
  }
  return lit(500);
}

/** What a function of the lifecycle means by what it gave back. */
export type Outcome = 'handler' | 'before' | 'pre';

/**
 * Says what became of the request. A handler answers with what it gives back; before it only `h.continue` goes on, and only errors and
 * responses that take over answer; what a prerequisite gives back is kept (`keep`) and the request goes on.
 */
export function settle(m: Machine, result: Value, site: Site | null, as: Outcome, keep: (value: Value) => void = () => undefined): void {
  if (!m.alive) return;
  const end = m.path;
  const next = (value: Value): void => { keep(value); m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: 'h.continue' }); };
  for (const { value, path } of waysOf(result, end)) {
    m.path = path;
    if (isError(value)) { m.emit({ kind: 'respond', value: hole('the message of an error', site), status: errorStatus(m, value), site: site, via: 'return' }); continue; }
    if (isResponse(value)) {
      m.path = both(path, value.state.path);
      if (as === 'pre' && value.props.get(TAKEOVER) !== TRUE) { next(value.state.body); continue; }
      for (const status of waysOf(statusOf(value), m.path)) {
        m.path = status.path;
        m.emit({ kind: 'respond', value: value.state.body, status: status.value, site: value.site ?? site, via: value.state.via });
      }
      continue;
    }
    if (isSignal(value, 'continue')) {
      if (as === 'handler') m.emit({ kind: 'respond', value: UNDEFINED, status: lit(204), site, via: 'return' });
      else next(lit(null));
      continue;
    }
    if (isSignal(value, 'abandon') || isSignal(value, 'close')) {
      m.emit({ kind: 'respond', value: hole('an answer past hapi', site), status: null, site, via: 'h.abandon' });
      continue;
    }
    if (as === 'handler') {
      // Nothing at all is an error, `null` an empty answer.
      if (value.t === 'lit' && value.v === undefined) continue;
      m.emit({ kind: 'respond', value, status: lit(nullish(value) === true ? 204 : 200), site, via: 'return' });
    } else if (as === 'pre' || unseen(value)) next(value);
    else m.emit({ kind: 'respond', value: UNDEFINED, status: lit(500), site, via: 'return' });
  }
  m.path = end;
}

/** Whether a value came from code out of sight: it may be anything. */
const unseen = (v: Value): boolean => v.t === 'hole' || (v.t === 'sym' && (v.op === 'call' || v.op === 'new' || v.op === 'get' || v.op === 'derived') && mentions(v, one => one.t === 'hole' || (one.t === 'sym' && one.op !== 'input')));

/** A term about whether the caller is known. */
export const known = (): Value => derived('test', [input('principal')]);
