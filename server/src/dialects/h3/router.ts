import { FUEL } from '../../evaluate/machine';
import type { Machine } from '../../evaluate/machine';
import { registrationSite } from '../../evaluate/registration';
import type { Program } from '../../evaluate/program';
import type { Call, ModelType, ModelValue, Value } from '../../evaluate/value';
import { alternatives, lit, model, native, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import type { RawEndpoint } from '../dialect';
import type { RouterEntry, RouterState, RoutingRules } from '../routing';
import { flatten } from '../routing';
import { eventIn, eventOf } from './event';
import { handlerOf, invoke, isOpaque } from './handler';
import { h3Path } from './paths';

/** `createApp()`, `createRouter()` of version 1 and `new H3()` of version 2. */
type Router = ModelValue<RouterState>;

const VERBS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'connect', 'trace', 'all']);
const methodOf = (verb: string): string => verb.toLowerCase() === 'all' || verb === '' ? 'ANY' : verb.toUpperCase();

/** A router (or the handler of one) that answers below a base which is stripped. */
interface Based { readonly base: Value; readonly inner: Value }
const basedType: ModelType<Based> = { name: 'h3.Based', call: (self, m, call) => m.call(self.state.inner, call.args, { site: call.site }) };

function routerOf(value: Value): Router | undefined {
  if (value.t === 'instance') return value.base ? routerOf(value.base) : undefined;
  return value.t === 'model' && value.type.name === 'h3.Router' ? value as Router : undefined;
}

const basedOf = (value: Value): Based | undefined => value.t === 'model' && value.type.name === basedType.name ? value.state as Based : undefined;

/** `useBase(base, handler)`. */
export const useBase: Value = native('useBase', (_m, call) => model<Based>(basedType, { base: call.args[0] ?? lit('/'), inner: call.args[1] ?? UNDEFINED }, call.site) as Value);

function add(m: Machine, router: Router, entry: Omit<RouterEntry, 'site' | 'conditional'>, call: Call): void {
  if (!m.alive) return;
  const handlers = entry.handlers.map(one => parts(one));
  m.heap.push<RouterEntry>(router.state.entries as RouterEntry[], { ...entry, handlers: handlers.flat(), sites: handlers.flatMap((all, index) => all.map(() => entry.sites[index] ?? null)), site: call.site ? registrationSite(m, call.site) : router.state.site ?? NOWHERE, conditional: m.nesting > 0 });
}

/** What runs of a handler, one after the other. */
function parts(value: Value): readonly Value[] {
  const made = handlerOf(value);
  return made ? [...made.before.flatMap(one => parts(one.value)), made.fn] : [value];
}

/** A handler is attached: a router, what answers below a base, or a function. `strips`: the path is taken off for what is behind it. */
function attach(m: Machine, router: Router, methods: readonly string[], path: Value | null, value: Value, call: Call, sites: readonly (Site | null)[], strips: boolean): void {
  const based = basedOf(value);
  const inner = based ? based.inner : value;
  const site = sites[0] ?? call.site;
  if (routerOf(inner)) {
    // Behind a pattern nothing is taken off: the router that is behind it says the whole path, or `useBase` what it does not say.
    const at = based ? (strips && path && stringOf(path) !== stringOf(based.base) ? path : based.base) : strips ? path : null;
    add(m, router, { kind: 'use', methods: [], path: at, handlers: [inner], sites: [site] }, call);
    return;
  }
  if (methods.length > 0) add(m, router, { kind: 'route', methods, path, handlers: [inner], sites: [site] }, call);
  else if (answersAlways(m, inner)) add(m, router, { kind: 'route', methods: ['ANY'], path: below(path), handlers: [inner], sites: [site] }, call);
  else add(m, router, { kind: 'use', methods: [], path, handlers: [inner], sites: [site] }, call);
}

/** A layer answers everything below its path. */
function below(path: Value | null): Value {
  const text = path === null ? '/' : stringOf(path);
  return text === undefined ? path ?? lit('/') : text === '/' ? lit('/**') : lit(text);
}

/** Whether a layer of an application is an endpoint: it answers every request. */
function answersAlways(m: Machine, value: Value): boolean {
  const fn = handlerOf(value)?.fn ?? value;
  if (isOpaque(fn) || fn.t !== 'fn') return false;
  return m.isolated(() => {
    m.fuel = FUEL.endpoint;
    m.units = m.program.loadUnits as Set<string>;
    invoke(m, value, { values: { event: eventOf({ method: null, path: '/' }, false) } }, 'guard', null);
    return !m.starved && m.events.some(event => event.kind === 'respond' && !(event.status?.t === 'lit' && Number(event.status.v) >= 300)) && !m.events.some(event => event.kind === 'next');
  });
}

const isPath = (v: Value | undefined): boolean => v !== undefined && (v.t === 'text' || (v.t === 'lit' && typeof v.v === 'string') || (v.t === 'sym' && v.op === 'env'));
const items = (v: Value | undefined): readonly Value[] => v === undefined ? [] : v.t === 'list' ? v.items : [v];

function use(router: Router): Value {
  return native('app.use', (m, call) => {
    const [first, second] = call.args;
    const two = router.state.name === 'H3';
    // The `use` of a router is a route for every method.
    if (router.state.name === 'router') { if (second) attach(m, router, ['ANY'], first ?? null, second, call, call.argSites.slice(1), false); return router as Value; }
    if (first?.t === 'object') { attach(m, router, [], m.get(first, 'route').t === 'lit' && stringOf(m.get(first, 'route')) === undefined ? null : m.get(first, 'route'), m.get(first, 'handler'), call, call.argSites, !two); return router as Value; }
    const paths = isPath(first) || (first?.t === 'list' && first.items.every(isPath)) ? items(first) : [null];
    const given = paths[0] === null ? 0 : 1;
    for (const path of paths) for (const handler of items(call.args[given])) {
      if (two) add(m, router, { kind: 'use', methods: [], path, handlers: [handler], sites: [call.argSites[given] ?? call.site] }, call);
      else attach(m, router, [], path !== null && stringOf(path) === '/' ? null : path, handler, call, call.argSites.slice(given), true);
    }
    return router as Value;
  });
}

const routerType: ModelType<RouterState> = {
  name: 'h3.Router',
  get: (router, key) => {
    if (VERBS.has(key)) return native(`router.${key}`, (m, call) => {
      const [path = lit('/'), handler = UNDEFINED, options] = call.args;
      const before = options?.t === 'object' ? items(m.get(options, 'middleware')).filter(one => one.t !== 'lit') : [];
      if (before.length > 0) add(m, router, { kind: 'route', methods: [methodOf(key)], path, handlers: [...before, handler], sites: [...before.map(() => call.argSites[2] ?? null), call.argSites[1] ?? null] }, call);
      else attach(m, router, [methodOf(key)], path, handler, call, call.argSites.slice(1), false);
      return router as Value;
    });
    switch (key) {
      case 'use': return use(router);
      case 'add': return native('router.add', (m, call) => {
        const methods = items(call.args[2]).map(one => methodOf(stringOf(one) ?? ''));
        attach(m, router, methods.length > 0 ? methods : ['ANY'], call.args[0] ?? lit('/'), call.args[1] ?? UNDEFINED, call, call.argSites.slice(1), false);
        return router as Value;
      });
      case 'on': return native('app.on', (m, call) => {
        attach(m, router, [methodOf(stringOf(call.args[0]) ?? '')], call.args[1] ?? lit('/'), call.args[2] ?? UNDEFINED, call, call.argSites.slice(2), false);
        return router as Value;
      });
      case 'mount': return native('app.mount', (m, call) => {
        const [path = lit('/'), inner = UNDEFINED] = call.args;
        add(m, router, { kind: 'use', methods: [], path, handlers: [inner], sites: [call.argSites[1] ?? call.site] }, call);
        return router as Value;
      });
      case 'handler': case 'fetch': return router as Value;
      default: return undefined;
    }
  },
  call: () => UNDEFINED,
};

const factory = (name: 'app' | 'router' | 'H3'): Value => native(name === 'app' ? 'createApp' : name === 'router' ? 'createRouter' : 'H3', (m, call) => {
  const router = model<RouterState>(routerType, { dialect: 'h3', app: name !== 'router', name, entries: [], prefix: [], site: call.site, assumed: false }, call.site);
  m.program.collected<Router>('h3.router').push(router);
  return router as Value;
});

/** What makes applications and routers. */
export const factories: Readonly<Record<string, Value>> = { createApp: factory('app'), createRouter: factory('router'), H3: factory('H3'), H3Core: factory('H3'), useBase, withBase: useBase };

const rules: RoutingRules = {
  dialect: 'h3', syntax: h3Path, ordered: true, routerOf,
  invoke: (value, m, exchange, kind, base) => {
    const event = eventIn([exchange.values['event'] ?? UNDEFINED]);
    if (event) event.state.base = base;
    invoke(m, value, exchange, kind, value.t === 'fn' ? value.site : null);
  },
  exchange: (_m, { method, path }) => ({ values: { event: eventOf({ method: method === 'ANY' ? null : method, path }, false) } }),
  handlesErrors: value => alternatives(value).some(one => basedOf(one) !== undefined),
};

/** The endpoints of applications that code makes. */
export function programmatic(program: Program): readonly RawEndpoint[] {
  return flatten(program.collected<Router>('h3.router'), program.machine, rules);
}
