import type { Machine } from '../../evaluate/machine';
import type { Program } from '../../evaluate/program';
import type { ModelType, ModelValue, NativeValue, Value } from '../../evaluate/value';
import { alternatives, derived, input, lit, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import { onEachWay } from '../on-each-way';
import { callExchange, callInvoke } from '../call-exchange';
import type { Dialect, RawComponent, RawEndpoint, Step } from '../dialect';
import { isDeprecated, siteOfExport } from '../exported';
import { gateStep } from '../gate';
import { wantedVersion } from '../manifests';
import { placedOf } from '../routing';
import type { RouterState } from '../routing';

/** A function that a cloud serves under a name. */
interface FunctionState {
  /** `call`: what the client library calls, with the caller of Firebase in hand. */
  readonly kind: 'request' | 'call' | 'old-call';
  readonly framework: 'firebase' | 'google-cloud-functions';
  readonly handler: Value;
  readonly options: Value | null;
  readonly site: Site;
  readonly handlerSite: Site | null;
  /** The name, where it is no export. */
  readonly name: Value | null;
  readonly conditional: boolean;
}
type CloudFunction = ModelValue<FunctionState>;

const functionType: ModelType<FunctionState> = { name: 'cloud.Function', get: (_self, key) => key === 'run' || key === 'then' ? undefined : UNDEFINED };
const KEPT = 'cloud.functions';
const GLOBAL = 'cloud.options';
const setGlobalOptions = native('setGlobalOptions', (m, call) => { if (call.args[0]) m.program.collected<Value>(GLOBAL).push(call.args[0]); return UNDEFINED; });

function declare(m: Machine, state: Omit<FunctionState, 'conditional'>): Value {
  const made = model(functionType, { ...state, conditional: m.nesting > 0 }, state.site);
  if (m.alive) m.program.collected<CloudFunction>(KEPT).push(made);
  return made as Value;
}

/** `onRequest(options?, handler)`, `onCall(options?, handler)`. */
const declaring = (name: string, said: FunctionState['kind'] | 'root-call'): NativeValue => native(name, (m, call) => {
  // Since version 6 the package itself is what was below `v2`.
  const kind = said !== 'root-call' ? said : /^[~^]?[0-5]\b/.test(wantedVersion(m.program.environment, call.site?.file ?? '', 'firebase-functions') ?? '') ? 'old-call' : 'call';
  const last = call.args.length - 1;
  const handler = call.args[last] ?? UNDEFINED;
  return declare(m, { kind, framework: 'firebase', handler, options: last > 0 ? call.args[0] ?? null : null, site: call.site ?? NOWHERE, handlerSite: call.argSites[last] ?? call.site, name: null });
});

const frameworkHttp = native('functions.http', (m, call) => {
  const [name = UNDEFINED, handler = UNDEFINED] = call.args;
  declare(m, { kind: 'request', framework: 'google-cloud-functions', handler, options: null, site: call.site ?? NOWHERE, handlerSite: call.argSites[1] ?? call.site, name });
  return UNDEFINED;
});

/** Codes of errors with the status that they are answered with. */
const CODES: Readonly<Record<string, number>> = {
  ok: 200, 'invalid-argument': 400, 'failed-precondition': 400, 'out-of-range': 400, unauthenticated: 401, 'permission-denied': 403, 'not-found': 404, 'already-exists': 409, aborted: 409, 'resource-exhausted': 429,
  cancelled: 499, unimplemented: 501, unavailable: 503, 'deadline-exceeded': 504,
};
const httpsError = native('HttpsError', (_m, call) => {
  const code = stringOf(call.args[0]);
  return object([['name', lit('HttpsError')], ['status', code === undefined ? derived('status', call.args) : lit(CODES[code] ?? 500)], ['code', call.args[0] ?? UNDEFINED], ['message', call.args[1] ?? UNDEFINED]], call.site);
});

const https = (kind: 'call' | 'old-call' | 'root-call'): Value => object([['onRequest', declaring('onRequest', 'request')], ['onCall', declaring('onCall', kind)], ['onCallGenkit', declaring('onCallGenkit', kind)], ['HttpsError', httpsError]]);

/** `functions.region('europe-west1').runWith(…).https`. */
const builderType: ModelType<Value> = {
  name: 'firebase.Builder',
  get: (self, key) => key === 'https' ? self.state : key === 'region' || key === 'runWith' ? native(`functions.${key}`, () => self as Value) : undefined,
};

/** The values of `firebase-functions`, of which version 1 calls what is callable with other arguments. */
function firebase(specifier: string, name: string): Value | undefined {
  const rest = specifier.slice('firebase-functions'.length);
  const own = https(rest === '' ? 'root-call' : rest.startsWith('/v1') ? 'old-call' : 'call');
  if (rest === '/https' || rest === '/v2/https' || rest === '/v1/https') return name === 'default' || name === '*' || name === 'export=' ? own : own.t === 'object' ? own.props.get(name) : undefined;
  if (rest !== '' && rest !== '/v1' && rest !== '/v2') return undefined;
  if (name === 'https') return own;
  if (name === 'setGlobalOptions') return setGlobalOptions;
  if (name === 'default' || name === '*' || name === 'export=') return model(builderType, own) as Value;
  return name === 'region' || name === 'runWith' ? native(`functions.${name}`, () => model(builderType, own) as Value) : own.t === 'object' ? own.props.get(name) : undefined;
}

const functionOf = (v: Value): CloudFunction | undefined => v.t === 'model' && v.type.name === functionType.name ? v as CloudFunction : undefined;

/** A function with its name and where that is written. */
interface Named { readonly fn: CloudFunction; readonly components: readonly RawComponent[] }

/** What modules export, with the names of objects of functions: `exports.users = { list: onRequest(…) }` is `users-list`. */
function named(program: Program): Named[] {
  const out = new Map<FunctionState, { readonly name: string; readonly site: Site; readonly rank: number }>();
  const note = (fn: CloudFunction, name: string, site: Site, rank: number): void => {
    const known = out.get(fn.state);
    if (!known || known.rank > rank) out.set(fn.state, { name, site, rank });
  };
  const visit = (value: Value, name: string, site: Site, rank: number, depth: number): void => {
    for (const one of alternatives(value)) {
      const fn = functionOf(one);
      if (fn) note(fn, name, site, rank);
      else if (one.t === 'object' && depth < 3) for (const [key, inner] of one.props) visit(inner, `${name}-${key}`, site, rank, depth + 1);
      else if (one.t === 'namespace' && depth < 3) for (const key of program.exportNames(one.module)) visit(program.exported(one.module, key) ?? UNDEFINED, `${name}-${key}`, site, rank, depth + 1);
    }
  };
  for (const module of program.modules.values()) {
    // The file that is deployed is an index mostly; what it exports again has the name there.
    const rank = (/(^|\/)(index|main|app)\.[cm]?[jt]s$/.test(module.file) ? 0 : 100) + module.file.split('/').length;
    for (const name of program.exportNames(module)) if (name !== 'default' && name !== 'export=') visit(program.exported(module, name) ?? UNDEFINED, name, siteOfExport(module, name), rank, 0);
    const whole = module.cjs;
    if (whole?.t === 'object') for (const [key, value] of whole.props) visit(value, key, siteOfExport(module, key), rank, 0);
  }
  return program.collected<CloudFunction>(KEPT).flatMap((fn): Named[] => {
    const { name, site } = fn.state;
    if (name) { const text = stringOf(name); return [{ fn, components: [{ text: text === undefined ? '/{…}' : `/${text}`, complete: text !== undefined, site, assumptions: [] }] }]; }
    const found = out.get(fn.state);
    return found ? [{ fn, components: [{ text: `/${found.name}`, complete: true, site, assumptions: [] }] }] : [];
  });
}

const routerIn = (v: Value): RouterState | undefined => v.t === 'model' && v.type.name.endsWith('.Router') ? v.state as RouterState : undefined;

/** Who may invoke is said by the options; by default everybody. */
function gates(m: Machine, fn: CloudFunction): readonly Step[] {
  const { options, site } = fn.state;
  // What a function does not say itself the last of the global options says.
  const [invoker = UNDEFINED] = [options, ...m.program.collected<Value>(GLOBAL).toReversed()].flatMap(one => one?.t === 'object' && one.props.has('invoker') ? [m.get(one, 'invoker')] : []);
  const closed = invoker.t === 'list' ? invoker.items.every(one => stringOf(one) !== 'public') : invoker.t === 'lit' && typeof invoker.v === 'string' && invoker.v !== 'public';
  return closed ? [gateStep({ name: 'invoker', by: 'the option invoker, which lets only those in that IAM names', mechanism: 'iam' }, site)] : [];
}

/** The handler of what a client library calls. */
function callStep(fn: CloudFunction): Step {
  const { handler, handlerSite, kind } = fn.state;
  return {
    kind: 'handler', scope: 'handler', value: handler, site: handlerSite, style: 'argument',
    run(m, { values }) {
      const auth = m.get(values['req'] ?? UNDEFINED, 'auth');
      const rest: [string, Value][] = [['auth', auth], ['rawRequest', values['req'] ?? UNDEFINED], ['app', input('request', 'app')], ['instanceIdToken', input('request', 'token')]];
      const data = m.input('body');
      const result = m.call(handler, kind === 'call' ? [object([['data', data], ...rest])] : [data, object(rest)], { site: handlerSite });
      onEachWay(m, result, value => { m.emit({ kind: 'respond', value: object([['result', value]]), status: lit(200), site: handlerSite, via: 'onCall' }); });
    },
  };
}

function endpointOf(m: Machine, { fn, components }: Named): RawEndpoint {
  const { kind, framework, handler, handlerSite, site, conditional } = fn.state;
  const method = kind === 'request' ? 'ANY' : 'POST';
  const step: Step = kind === 'request'
    ? { kind: 'handler', scope: 'handler', value: handler, site: handlerSite, style: 'argument', run: (machine, exchange) => { callInvoke(handler, machine, exchange, 'handler', '/'); } }
    : callStep(fn);
  return {
    method, components, protocol: 'http', framework, application: { id: site.file, entry: site.file }, state: conditional ? 'conditional' : 'live', site, handler, handlerSite: handler.t === 'fn' ? handler.site : handlerSite,
    steps: [...gates(m, fn), step],
    // The name is the path of the function; it sees none of it.
    exchange: machine => callExchange(machine, { method, path: '/' }),
    ordered: false, deprecated: isDeprecated(handler), marker: null, bodyValidated: null,
  };
}

/**
 * Functions of Firebase (https://firebase.google.com/docs/functions) and of Google Cloud: served under their names. One whose handler is an
 * application serves the routes of that below its name.
 */
export const dialect: Dialect = {
  name: 'cloud-functions',
  packages: ['firebase-functions', 'firebase-functions/*', '@google-cloud/functions-framework'],
  registrars: new Set(['onRequest', 'onCall', 'http']),
  models: () => ({
    imports(specifier, name) {
      if (specifier === '@google-cloud/functions-framework') return name === 'http' ? frameworkHttp : name === 'default' || name === '*' || name === 'export=' ? object([['http', frameworkHttp]]) : undefined;
      return specifier === 'firebase-functions' || specifier.startsWith('firebase-functions/') ? firebase(specifier, name) : undefined;
    },
  }),
  settle(program) {
    const placed = placedOf(program);
    for (const { fn, components } of named(program)) for (const one of alternatives(fn.state.handler)) {
      const state = routerIn(one);
      if (state && !placed.some(known => known.state === state && known.components[0]?.text === components[0]?.text)) placed.push({ state, components, steps: gates(program.machine, fn) });
    }
  },
  routes: program => named(program).filter(({ fn }) => alternatives(fn.state.handler).every(one => routerIn(one) === undefined)).map(one => endpointOf(program.machine, one)),
};
