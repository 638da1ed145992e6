import type { Machine } from '../../evaluate/machine';
import { registrationSite } from '../../evaluate/registration';
import type { Call, ModelType, ModelValue, NativeValue, Value } from '../../evaluate/value';
import { alternatives, derived, hole, lit, model, native, object, stringOf, TRUE, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';

/** What runs before handlers: where it stands in the life of a request, and how far it reaches beyond its own application. */
export interface Hook {
  readonly stage: 'request' | 'transform' | 'before';
  /** True for what adds to the context what it gives back. */
  readonly adds: boolean;
  readonly value: Value;
  readonly scope: 'local' | 'scoped' | 'global';
  readonly site: Site | null;
  /** Whether an option of a route, or of a macro that it names, says it. */
  readonly option: boolean;
}

/** One route, with the hooks that were there when it was registered. */
export interface Route {
  readonly method: string;
  /** Outermost first. */
  readonly parts: readonly { readonly value: Value; readonly site: Site | null }[];
  readonly handler: Value;
  readonly handlerSite: Site | null;
  readonly hooks: readonly Hook[];
  /** Options whose names may be macros of an application further out. */
  readonly options: readonly { readonly value: Value; readonly site: Site | null }[];
  readonly kind: 'route' | 'mount' | 'socket';
  readonly validated: boolean;
  readonly site: Site;
  readonly conditional: boolean;
  /** The registration that this one is a copy of. */
  readonly origin: object;
}

/** An application; all lists grow on the heap. */
export interface AppState {
  readonly routes: Route[];
  readonly hooks: Hook[];
  readonly macros: { readonly name: string; readonly value: Value }[];
  readonly added: { readonly name: string; readonly value: Value }[];
  /** The prefix of the constructor. */
  readonly prefix: Value | null;
  readonly site: Site | null;
  readonly assumed: boolean;
  /** The applications that use it. */
  readonly users: object[];
}
export type App = ModelValue<AppState>;

const VERBS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'options', 'head', 'connect', 'all']);
const methodOf = (verb: string): string => verb.toLowerCase() === 'all' ? 'ANY' : verb.toUpperCase();
/** What changes nothing about who may call. */
const FLUENT: ReadonlySet<string> = new Set([
  'model', 'error', 'onError', 'onAfterHandle', 'onAfterResponse', 'onStart', 'onStop', 'onParse', 'mapResponse', 'headers', 'parser', 'trace', 'wrap', 'compile', 'env', 'state', 'prefix', 'affix', 'suffix',
  'mapDerive', 'stop', 'aot', 'Ref', 'onResponse', 'reference',
]);

/** The application that a value is. */
export function appOf(v: Value | undefined): App | undefined {
  if (v?.t === 'instance') return v.base ? appOf(v.base) : undefined;
  return v?.t === 'model' && v.type.name === 'elysia.App' ? v as App : undefined;
}

const items = (v: Value): readonly Value[] => v.t === 'list' ? v.items : [v];

/** The hooks that an object of options says, with those of macros that it names. */
function optionHooks(m: Machine, macros: AppState['macros'], options: Value | undefined, site: Site | null, scope: Hook['scope'], depth = 0): Hook[] {
  if (options?.t !== 'object' || depth > 8) return [];
  const of = (key: string, stage: Hook['stage'], adds: boolean): Hook[] => {
    const given = options.props.get(key);
    return given && given.t !== 'lit' ? items(given).map(value => ({ stage, adds, value, scope, site, option: true })) : [];
  };
  const named = [...options.props].flatMap(([key, value]) => {
    const macro = macros.findLast(one => one.name === key)?.value;
    if (!macro || (value.t === 'lit' && value.v === false)) return [];
    const made = macro.t === 'fn' || macro.t === 'native' ? m.call(macro, [value], { site }) : macro;
    const collected = made.t === 'object' ? made : undefined;
    const own = macro.t === 'native' ? m.program.collected<Hook>('elysia.manager').splice(0) : [];
    return [...own, ...optionHooks(m, macros, collected, site, scope, depth + 1)];
  });
  return [...of('transform', 'transform', false), ...of('derive', 'transform', true), ...named.filter(one => one.adds), ...of('resolve', 'before', true), ...named.filter(one => !one.adds), ...of('beforeHandle', 'before', false)];
}

const KNOWN: ReadonlySet<string> = new Set(['body', 'query', 'params', 'headers', 'cookie', 'response', 'detail', 'beforeHandle', 'resolve', 'derive', 'transform', 'afterHandle', 'error', 'parse', 'type', 'tags', 'as', 'schema', 'mapResponse', 'afterResponse', 'config']);
const leftOver = (macros: AppState['macros'], options: Value | undefined): boolean => options?.t === 'object' && [...options.props.keys()].some(key => !KNOWN.has(key) && !macros.some(one => one.name === key));

interface Registration { readonly method: string; readonly path: Value; readonly pathSite: Site | null; readonly handler: Value; readonly handlerSite: Site | null; readonly options: Value | undefined; readonly kind: Route['kind'] }

function register(m: Machine, app: App, { method, path, pathSite, handler, handlerSite, options, kind }: Registration, call: Call): Value {
  if (!m.alive) return self(call, app);
  const { routes, hooks, macros, prefix } = app.state;
  const at = call.site ?? NOWHERE;
  m.heap.push<Route>(routes, {
    method, kind, parts: [...prefix ? [{ value: prefix, site: app.state.site }] : [], { value: path, site: pathSite }], handler, handlerSite, hooks: [...hooks, ...optionHooks(m, macros, options, handlerSite, 'local')],
    options: leftOver(macros, options) && options ? [{ value: options, site: handlerSite }] : [], validated: options?.t === 'object' && options.props.has('body'),
    site: registrationSite(m, at), conditional: m.nesting > 0, origin: {},
  });
  return self(call, app);
}

const self = (call: Call, app: App): Value => appOf(call.self) === app ? call.self : app as Value;

const verb = (app: App, name: string): NativeValue => native(`app.${name}`, (m, call) => {
  const [path = lit('/'), handler = UNDEFINED, options] = call.args;
  return register(m, app, { method: methodOf(name), path, pathSite: call.argSites[0] ?? call.site, handler, handlerSite: call.argSites[1] ?? call.site, options, kind: 'route' }, call);
});

/** Copies routes of another application to here, as they are at this moment. */
function adopt(m: Machine, app: App, other: App, hooks: readonly Hook[], at: Route['parts'], conditional: boolean): void {
  const { macros } = app.state;
  m.heap.push<Route>(app.state.routes, ...other.state.routes.map(route => ({
    ...route, parts: [...at, ...route.parts], conditional: route.conditional || conditional,
    hooks: [...new Set([...app.state.hooks, ...hooks, ...route.options.flatMap(one => optionHooks(m, macros, one.value, one.site, 'local')), ...route.hooks])],
  })));
}

/** `use(plugin)`: routes come along, and hooks as far as they reach. */
function use(m: Machine, app: App, plugin: Value, call: Call, depth = 0): void {
  const all = alternatives(plugin);
  for (const one of all) {
    if (depth > 4) return;
    if (one.t === 'list') { for (const item of one.items) use(m, app, item, call, depth + 1); continue; }
    if (one.t === 'namespace' || (one.t === 'object' && one.props.has('default'))) { use(m, app, m.get(one, 'default'), call, depth + 1); continue; }
    if (one.t === 'fn') {
      const given = m.call(one, [app as Value], { site: call.site });
      const made = appOf(given);
      if (made && made !== app) use(m, app, given, call, depth + 1);
      continue;
    }
    const other = appOf(one);
    if (!other || other.state === app.state || !m.alive) continue;
    adopt(m, app, other, [], app.state.prefix ? [{ value: app.state.prefix, site: app.state.site }] : [], m.nesting > 0 || all.length > 1);
    m.heap.push(other.state.users, app.state);
    m.heap.push(app.state.macros, ...other.state.macros);
    m.heap.push(app.state.added, ...other.state.added);
    const reaching = other.state.hooks.filter(hook => hook.stage === 'request' || hook.scope !== 'local').map((hook): Hook => hook.scope === 'scoped' ? { ...hook, scope: 'local' } : hook);
    m.heap.push(app.state.hooks, ...reaching.filter(hook => !app.state.hooks.some(known => known.value === hook.value && known.site === hook.site)));
  }
}

/** `group` and `guard` run a function on an application of their own, whose routes come back with the hooks around them. */
function within(m: Machine, app: App, run: Value, hooks: readonly Hook[], at: Route['parts'], call: Call): void {
  const inner = create(m, { ...emptyState(call.site), users: [app.state] });
  inner.state.macros.push(...app.state.macros);
  inner.state.added.push(...app.state.added);
  const given = appOf(m.call(run, [inner as Value], { site: call.site })) ?? inner;
  adopt(m, app, given, hooks, [...app.state.prefix ? [{ value: app.state.prefix, site: app.state.site }] : [], ...at], m.nesting > 0);
  const requests = inner.state.hooks.filter(hook => hook.stage === 'request');
  if (requests.length > 0) m.heap.push(app.state.hooks, ...requests);
}

const scopeOf = (m: Machine, v: Value | undefined): Hook['scope'] => {
  const as = v?.t === 'object' ? stringOf(m.get(v, 'as')) : stringOf(v);
  return as === 'global' || as === 'scoped' ? as : 'local';
};

/** `onBeforeHandle(fn)`, `resolve({ as: 'scoped' }, fn)`. */
const hooking = (app: App, name: string, stage: Hook['stage'], adds: boolean): NativeValue => native(`app.${name}`, (m, call) => {
  const [first = UNDEFINED, second] = call.args;
  const site = (second ? call.argSites[1] : call.argSites[0]) ?? call.site;
  m.heap.push<Hook>(app.state.hooks, ...items(second ?? first).map((value): Hook => ({ stage, adds, value, scope: second ? scopeOf(m, first) : 'local', site, option: false })));
  return self(call, app);
});

/** Older macros are given functions to hook with, and give functions of the options' values. */
const manager = (): Value => object((['onBeforeHandle', 'onTransform', 'onAfterHandle', 'onError', 'onParse'] as const).map(name => [name, native(name, (m, call) => {
  const value = call.args[1] ?? call.args[0];
  if (value && (name === 'onBeforeHandle' || name === 'onTransform')) m.program.collected<Hook>('elysia.manager').push(...items(value).map((one): Hook => ({ stage: name === 'onTransform' ? 'transform' : 'before', adds: false, value: one, scope: 'local', site: call.site, option: true })));
  return UNDEFINED;
})]));

function addMacros(m: Machine, app: App, call: Call): Value {
  const [first = UNDEFINED, second] = call.args;
  const name = stringOf(first);
  const push = (key: string, value: Value): void => { m.heap.push(app.state.macros, { name: key, value }); };
  if (name !== undefined && second) push(name, second);
  else if (first.t === 'object') for (const [key, value] of first.props) push(key, value);
  else if (first.t === 'fn') {
    const made = m.call(first, [manager()], { site: call.site });
    if (made.t === 'object') for (const [key, value] of made.props) push(key, native(key, (machine, inner) => machine.call(value, inner.args, { site: inner.site })));
  }
  return self(call, app);
}

const hookNames: Readonly<Record<string, readonly [Hook['stage'], boolean]>> = { onRequest: ['request', false], onTransform: ['transform', false], derive: ['transform', true], onBeforeHandle: ['before', false], resolve: ['before', true] };

const appType: ModelType<AppState> = {
  name: 'elysia.App',
  get: (app, key, m) => {
    if (VERBS.has(key)) return verb(app, key);
    const [stage, adds] = hookNames[key] ?? [];
    if (stage !== undefined) return hooking(app, key, stage, adds === true);
    if (FLUENT.has(key)) return native(`app.${key}`, (_m, call) => self(call, app));
    switch (key) {
      case 'route': return native('app.route', (machine, call) => {
        const [method = UNDEFINED, path = lit('/'), handler = UNDEFINED, options] = call.args;
        return register(machine, app, { method: methodOf(stringOf(method) ?? 'all'), path, pathSite: call.argSites[1] ?? call.site, handler, handlerSite: call.argSites[2] ?? call.site, options, kind: 'route' }, call);
      });
      case 'ws': return native('app.ws', (machine, call) => {
        const [path = lit('/'), options] = call.args;
        return register(machine, app, { method: 'GET', path, pathSite: call.argSites[0] ?? call.site, handler: options?.t === 'object' ? machine.get(options, 'message') : UNDEFINED, handlerSite: call.argSites[1] ?? call.site, options, kind: 'socket' }, call);
      });
      case 'mount': return native('app.mount', (machine, call) => {
        const [first = UNDEFINED, second] = call.args;
        return register(machine, app, { method: 'ANY', path: second ? first : lit('/'), pathSite: call.argSites[0] ?? call.site, handler: second ?? first, handlerSite: call.argSites[second ? 1 : 0] ?? call.site, options: undefined, kind: 'mount' }, call);
      });
      case 'use': return native('app.use', (machine, call) => { use(machine, app, call.args[0] ?? UNDEFINED, call); return self(call, app); });
      case 'group': return native('app.group', (machine, call) => {
        const [path = lit('/'), second = UNDEFINED, third] = call.args;
        within(machine, app, third ?? second, third ? optionHooks(machine, app.state.macros, second, call.argSites[1] ?? call.site, 'local') : [], [{ value: path, site: call.argSites[0] ?? call.site }], call);
        return self(call, app);
      });
      case 'guard': return native('app.guard', (machine, call) => {
        const [options = UNDEFINED, run] = call.args;
        const site = call.argSites[0] ?? call.site;
        if (options.t === 'fn') within(machine, app, options, [], [], call);
        else if (run) within(machine, app, run, optionHooks(machine, app.state.macros, options, site, 'local'), [], call);
        else machine.heap.push(app.state.hooks, ...optionHooks(machine, app.state.macros, options, site, scopeOf(machine, options)));
        return self(call, app);
      });
      case 'as': return native('app.as', (machine, call) => {
        const scope = scopeOf(machine, call.args[0]);
        machine.heap.assign(app.state.hooks, app.state.hooks.map((hook): Hook => hook.scope === 'global' ? hook : { ...hook, scope }));
        return self(call, app);
      });
      case 'macro': return native('app.macro', (machine, call) => addMacros(machine, app, call));
      case 'decorate': return native('app.decorate', (machine, call) => {
        const [first = UNDEFINED, second] = call.args;
        const name = stringOf(first);
        if (name !== undefined && second) machine.heap.push(app.state.added, { name, value: second });
        else if (first.t === 'object') for (const [key_, value] of first.props) machine.heap.push(app.state.added, { name: key_, value });
        return self(call, app);
      });
      case 'listen': serve(m, app); return native('app.listen', (_m, call) => self(call, app));
      case 'fetch': case 'handle': serve(m, app); return native(`app.${key}`, (_m, call) => hole('an answer of the application', call.site), [['#app', TRUE]]);
      case 'server': case 'store': case 'routes': case 'decorator': return derived(key, []);
      default: return undefined;
    }
  },
  index: (app, _key, m, site) => { m.program.note(site, 'a route is registered for a method that is computed'); return verb(app, 'all'); },
};

/** Says that an application is served. */
function serve(m: Machine, app: App): void {
  const all = m.program.collected<App>('elysia.served');
  if (!all.includes(app)) all.push(app);
}

const emptyState = (site: Site | null, prefix: Value | null = null, assumed = false): AppState => ({ routes: [], hooks: [], macros: [], added: [], prefix, site, assumed, users: [] });

function create(m: Machine, state: AppState): App {
  const app = model(appType, state, state.site);
  m.program.collected<App>('elysia.app').push(app);
  return app;
}

/** `new Elysia({ prefix })`. */
export const elysia: NativeValue = native('Elysia', (m, call) => {
  const [options] = call.args;
  const prefix = options?.t === 'object' ? m.get(options, 'prefix') : UNDEFINED;
  return create(m, emptyState(call.site, prefix.t === 'lit' && prefix.v === undefined ? null : prefix)) as Value;
});

/** An application that stands for a parameter nobody passed one for; it is collected when something is asked of it. */
export function assumedApp(site: Site): Value {
  return model<AppState>({ ...appType, get: (app, key, m, at) => {
    const all = m.program.collected<App>('elysia.app');
    if (!all.includes(app)) all.push(app);
    return appType.get?.(app, key, m, at);
  } }, emptyState(site, null, true), site) as Value;
}
