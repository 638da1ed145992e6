import type { Site } from '../model/facts';
import { NOWHERE } from '../model/facts';
import type { Machine } from '../evaluate/machine';
import type { Program } from '../evaluate/program';
import { registrationSite } from '../evaluate/registration';
import type { Call, ModelType, ModelValue, NativeValue, Value } from '../evaluate/value';
import { alternatives, lit, model, native, object, UNDEFINED } from '../evaluate/value';
import { callExchange, callInvoke } from './call-exchange';
import { pathToRegexp } from './path-to-regexp';
import type { RawEndpoint } from './dialect';
import type { PathSyntax } from './paths';
import type { RouterEntry, RouterState, RoutingRules } from './routing';
import { flatten } from './routing';

/** Routers whose routes are calls, as Express made them: `app.get(path, …handlers)`, `app.use(path?, …)`. */

type Router = ModelValue<RouterState>;

/** What is special about the routers of one framework. */
export interface CallFramework {
  readonly dialect: string;
  /** Names of the functions that register a route; `all` is every method, `del` and `opts` are short for others. */
  readonly verbs: ReadonlySet<string>;
  /** Members that do something else here, or that Express does not have. */
  readonly members?: (self: Router, key: string, m: Machine, routers: CallRouters) => Value | undefined;
  readonly syntax?: PathSyntax;
  readonly rules?: Partial<RoutingRules>;
}

/** The routers of one framework. */
export interface CallRouters {
  create(m: Machine, app: boolean, site: Site | null): Router;
  /** A router that stands for a parameter nobody passed one for; it is collected when something is registered on it. */
  assumed(site: Site, app: boolean): Value;
  /** The router that a value is. */
  routerOf(value: Value): Router | undefined;
  /** `more`: rules that depend on the program. */
  endpoints(program: Program, more?: Partial<RoutingRules>): readonly RawEndpoint[];
}

const settings: ReadonlySet<string> = new Set(['set', 'enable', 'disable', 'engine', 'on', 'setMaxListeners']);
const SHORT: Readonly<Record<string, string>> = { all: 'ANY', del: 'DELETE', opts: 'OPTIONS' };
/** The method that a function registers for. */
export const methodOf = (verb: string): string => SHORT[verb] ?? verb.toUpperCase();

/** Registers on a router. */
export function register(m: Machine, router: Router, entry: Omit<RouterEntry, 'conditional' | 'site'>, call: Pick<Call, 'site'>): void {
  if (!m.alive) return;
  m.heap.push<RouterEntry>(router.state.entries as RouterEntry[], { ...entry, site: call.site ? registrationSite(m, call.site) : router.state.site ?? NOWHERE, conditional: m.nesting > 0 });
}

/** Whether an argument is a path rather than a handler. */
function isPath(v: Value): boolean {
  if (v.t === 'list') return v.items.length > 0 && v.items.every(isPath);
  return v.t === 'lit' ? typeof v.v === 'string' : v.t === 'text' || v.t === 'regex' || (v.t === 'union' && v.of.some(isPath) && !v.of.some(one => one.t === 'fn'))
    || (v.t === 'sym' && v.op === 'env');
}

function callable(v: Value): boolean {
  return v.t === 'fn' || v.t === 'native' || v.t === 'model' || v.t === 'list' || v.t === 'class' || (v.t === 'sym' && (v.op === 'call' || v.op === 'import' || v.op === 'get' || v.op === 'new')) || (v.t === 'union' && v.of.some(callable));
}

/** The function that registers a route for a method, at a path or at its first argument. */
export function verb(router: Router, name: string, path: Value | null): NativeValue {
  return native(`router.${name}`, (m, call) => {
    const given = path === null ? call.args.slice(1) : call.args;
    const at = path ?? call.args[0] ?? UNDEFINED;
    // `app.get('setting')` reads a setting.
    if (path === null && name === 'get' && call.args.length === 1) return { t: 'sym', op: 'derived', name: 'setting', from: call.args };
    register(m, router, { kind: 'route', methods: [methodOf(name)], path: at, handlers: given, sites: path === null ? call.argSites.slice(1) : call.argSites }, call);
    return call.self.t === 'model' ? call.self : router as Value;
  });
}

const listen = native('app.listen', (m, call) => { const last = call.args[call.args.length - 1]; if (last?.t === 'fn') m.maybe(() => m.call(last, [], { site: call.site })); return object(); });

/** Body parsers and the like: they go on, always. */
export const passingStep = (name: string): Value => native(name, (m, call) => { if (call.args[2]) m.call(call.args[2], [], { site: call.site }); return UNDEFINED; });

/** The routers of a framework, with their model. */
export function callRouters({ dialect, verbs, members, syntax = pathToRegexp, rules: special }: CallFramework): CallRouters {
  const NAME = `${dialect}.Router`;
  const KEPT = `${dialect}.router`;
  const routeType: ModelType<{ readonly router: Router; readonly path: Value }> = {
    name: `${dialect}.Route`,
    get: (self, key) => verbs.has(key) ? verb(self.state.router, key, self.state.path) : undefined,
    index: self => verb(self.state.router, 'all', self.state.path),
  };
  const routerType: ModelType<RouterState> = {
    name: NAME,
    get: (self, key, m) => {
      const own = members?.(self, key, m, routers);
      if (own) return own;
      if (verbs.has(key)) return verb(self, key, null);
      if (settings.has(key)) return native(`app.${key}`, () => self as Value);
      switch (key) {
        case 'use': return native('router.use', (machine, call) => {
          const [first, ...others] = call.args;
          const path = first && (isPath(first) || (others.length > 0 && !callable(first))) ? first : null;
          register(machine, self, { kind: 'use', methods: [], path, handlers: path ? others : call.args, sites: path ? call.argSites.slice(1) : call.argSites }, call);
          return self as Value;
        });
        case 'route': return native('router.route', (_m, call) => model(routeType, { router: self, path: call.args[0] ?? lit('/') }, call.site) as Value);
        case 'param': return native('router.param', (machine, call) => {
          register(machine, self, { kind: 'param', methods: [], path: call.args[0] ?? null, handlers: call.args.slice(1), sites: call.argSites.slice(1) }, call);
          return self as Value;
        });
        case 'listen': return listen;
        case 'locals': case 'mountpath': return self.props.get(key) ?? object();
        case 'path': return native('app.path', () => lit(''));
        default: return undefined;
      }
    },
    // A verb that is not known: every verb.
    index: (self, _key, m, site) => { m.program.note(site, 'a route is registered for a method that is computed'); return verb(self, 'all', null); },
    call: () => UNDEFINED,
  };
  const stateOf = (app: boolean, site: Site | null, assumed: boolean): RouterState => ({ dialect, app, name: app ? 'app' : 'router', entries: [], prefix: [], site, assumed });
  const routerOf = (value: Value): Router | undefined => value.t === 'model' && value.type.name === NAME ? value as Router : undefined;
  const rules: RoutingRules = {
    dialect, syntax, ordered: true, routerOf, invoke: callInvoke, exchange: callExchange,
    handlesErrors: value => alternatives(value).some(one => one.t === 'fn' && (one.module.facts.units[one.unit]?.params.length ?? 0) === 4 && one.bound === null),
    ...special,
  };
  const routers: CallRouters = {
    create(m, app, site) {
      const router = model(routerType, stateOf(app, site, false), site);
      m.program.collected<Router>(KEPT).push(router);
      return router;
    },
    assumed: (site, app) => model<RouterState>({ ...routerType, get: (self, key, m, at) => {
      const all = m.program.collected<Router>(KEPT);
      if (!all.includes(self)) all.push(self);
      return routerType.get?.(self, key, m, at);
    } }, stateOf(app, site, true), site) as Value,
    routerOf,
    endpoints: (program, more) => flatten(program.collected<Router>(KEPT), program.machine, { ...rules, ...more }),
  };
  return routers;
}
