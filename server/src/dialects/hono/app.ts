import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import type { Machine } from '../../evaluate/machine';
import { registrationSite } from '../../evaluate/registration';
import type { Call, ModelType, ModelValue, NativeValue, Value } from '../../evaluate/value';
import { alternatives, hole, list, lit, model, native, UNDEFINED } from '../../evaluate/value';

/** A part of a path with where it is written. */
export interface PathPart { readonly value: Value; readonly site: Site | null }

/** One registration: handlers that run one after the other for what matches. */
export interface Route {
  /** `mount`: everything below is answered by another application, whose routes are asked for at the very end. */
  readonly kind: 'use' | 'route' | 'mount';
  /** `ANY` for all. */
  readonly methods: readonly string[];
  /** Outermost first. */
  readonly parts: readonly PathPart[];
  /** Where the application that it was registered on begins: how many parts lead to it. */
  readonly depth: number;
  readonly handlers: readonly { readonly value: Value; readonly site: Site | null }[];
  readonly site: Site;
  readonly conditional: boolean;
  /** What handles errors of its application, innermost first, where that application was added to another. */
  readonly errors: readonly Value[];
  readonly deprecated: boolean;
  /** The registration that this one is a copy of, else itself. */
  readonly origin: object;
}

/** An application. Those that `basePath` makes share the routes. */
export interface AppState {
  /** Grows on the heap. */
  readonly routes: Route[];
  readonly base: readonly PathPart[];
  readonly site: Site | null;
  /** A parameter that nobody passed an application for. */
  readonly assumed: boolean;
}

export type App = ModelValue<AppState>;

const VERBS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'options', 'head', 'query', 'all']);
const methodOf = (verb: string): string => verb.toLowerCase() === 'all' ? 'ANY' : verb.toUpperCase();

/** Whether a value is a path; handlers are no texts. */
const isPath = (v: Value | undefined): v is Value => v !== undefined && (v.t === 'text' || (v.t === 'lit' && typeof v.v === 'string') || (v.t === 'sym' && v.op === 'env') || (v.t === 'union' && v.of.some(isPath)) || (v.t === 'sym' && v.op === 'derived'));

/** The application behind a value: an instance of a class that extends Hono has one, too. */
export function appOf(v: Value | undefined): App | undefined {
  if (v?.t === 'instance') return v.base ? appOf(v.base) : undefined;
  return v?.t === 'model' && v.type.name === 'hono.App' ? v as App : undefined;
}

interface Registration {
  readonly kind: Route['kind'];
  readonly methods: readonly string[];
  readonly path: PathPart;
  readonly handlers: Route['handlers'];
  readonly deprecated?: boolean;
}

/** Registers on an application. */
export function register(m: Machine, app: App, { kind, methods, path, handlers, deprecated = false }: Registration, site: Site | null): void {
  if (!m.alive) return;
  const { routes, base } = app.state;
  m.heap.push<Route>(routes, {
    kind, methods, parts: [...base, path], depth: base.length, handlers, site: site ? registrationSite(m, site) : app.state.site ?? NOWHERE,
    conditional: m.nesting > 0, errors: [], deprecated, origin: {},
  });
}

const pathOf = (app: App): Value => app.props.get('#path') ?? lit('/');
const given = (call: Call, from: number): Route['handlers'] => call.args.slice(from).map((value, index) => ({ value, site: call.argSites[from + index] ?? call.site }));

function verb(app: App, name: string): NativeValue {
  return native(`app.${name}`, (m, call) => {
    const named = isPath(call.args[0]);
    const value = named ? call.args[0] ?? UNDEFINED : pathOf(app);
    if (named) m.heap.set(app.props, '#path', value);
    const handlers = given(call, named ? 1 : 0);
    if (handlers.length > 0) register(m, app, { kind: 'route', methods: [methodOf(name)], path: { value, site: named ? call.argSites[0] ?? call.site : call.site }, handlers }, call.site);
    return self(call, app);
  });
}

/** What a chain goes on with: the instance of a subclass stays itself. */
const self = (call: Call, app: App): Value => appOf(call.self) === app ? call.self : app as Value;

const items = (v: Value | undefined): readonly Value[] => v === undefined ? [] : v.t === 'list' ? v.items : [v];

function on(app: App): NativeValue {
  return native('app.on', (m, call) => {
    const [methods, paths] = call.args;
    const names = items(methods).flatMap(one => alternatives(one)).map(one => one.t === 'lit' && typeof one.v === 'string' ? methodOf(one.v) : 'ANY');
    for (const value of items(paths)) register(m, app, { kind: 'route', methods: [...new Set(names)], path: { value, site: call.argSites[1] ?? call.site }, handlers: given(call, 2) }, call.site);
    return self(call, app);
  });
}

function use(app: App): NativeValue {
  return native('app.use', (m, call) => {
    const named = isPath(call.args[0]);
    const value = named ? call.args[0] ?? UNDEFINED : lit('*');
    m.heap.set(app.props, '#path', value);
    register(m, app, { kind: 'use', methods: ['ANY'], path: { value, site: named ? call.argSites[0] ?? call.site : null }, handlers: given(call, named ? 1 : 0) }, call.site);
    return self(call, app);
  });
}

/** `route(path, sub)` copies what the other application has at this moment. */
function route(app: App): NativeValue {
  return native('app.route', (m, call) => {
    const [path = lit('/'), sub = UNDEFINED] = call.args;
    const here: PathPart = { value: path, site: call.argSites[0] ?? call.site };
    const all = alternatives(sub);
    for (const one of all) {
      const other = appOf(one);
      if (!other) {
        if (one.t !== 'lit') m.program.note(call.site, 'an application is added that could not be followed');
        continue;
      }
      if (!m.alive) break;
      const handler = other.props.get('#onError');
      const conditional = m.nesting > 0 || all.length > 1;
      m.heap.push<Route>(app.state.routes, ...other.state.routes.map(one => ({
        ...one, parts: [...app.state.base, here, ...one.parts], depth: one.depth + app.state.base.length + 1, conditional: one.conditional || conditional, errors: handler ? [...one.errors, handler] : one.errors,
      })));
    }
    return self(call, app);
  });
}

const settings = { notFound: '#notFound', onError: '#onError' } as const;

const appType: ModelType<AppState> = {
  name: 'hono.App',
  get: (app, key, m) => {
    if (VERBS.has(key)) return verb(app, key);
    switch (key) {
      case 'on': return on(app);
      case 'use': return use(app);
      case 'route': return route(app);
      case 'basePath': return native('app.basePath', (machine, call) => {
        const clone = create(machine, { ...app.state, base: [...app.state.base, { value: call.args[0] ?? lit('/'), site: call.argSites[0] ?? call.site }] }, app.type);
        for (const name of Object.values(settings)) { const known = app.props.get(name); if (known) clone.props.set(name, known); }
        return clone as Value;
      });
      case 'mount': return native('app.mount', (machine, call) => {
        const [value = lit('/'), handler = UNDEFINED] = call.args;
        register(machine, app, { kind: 'mount', methods: ['ANY'], path: { value, site: call.argSites[0] ?? call.site }, handlers: [{ value: handler, site: call.argSites[1] ?? call.site }] }, call.site);
        return self(call, app);
      });
      case 'notFound': case 'onError': return native(`app.${key}`, (machine, call) => {
        if (call.args[0]) machine.heap.set(app.props, settings[key], call.args[0]);
        return self(call, app);
      });
      case 'fetch': serve(m, app); return fetchOf(app);
      case 'fire': return native('app.fire', machine => { serve(machine, app); return UNDEFINED; });
      case 'request': return native('app.request', (_m, call) => hole('an answer of the application', call.site));
      case 'routes': return list([]);
      default: return undefined;
    }
  },
  // A verb that is not known: every verb.
  index: (app, key, m, site) => { m.program.note(site, 'a route is registered for a method that is computed'); return verb(app, 'all'); },
};

function fetchOf(app: App): NativeValue {
  return native('app.fetch', () => hole('an answer of the application', app.state.site), [['#app', app as Value]]);
}

/** The application whose `fetch` a value is, or which it is itself. */
export function mountedApp(v: Value): App | undefined {
  return v.t === 'native' ? appOf(v.props.get('#app')) : appOf(v);
}

/** Says that an application is served. */
export function serve(m: Machine, app: App): void {
  const all = m.program.collected<App>('hono.served');
  if (!all.includes(app)) all.push(app);
}

function create(m: Machine, state: AppState, type: ModelType<AppState>): App {
  const app = model(type, state, state.site);
  m.program.collected<App>('hono.app').push(app);
  return app;
}

/** A new application; `members` answers for what a subclass of Hono adds. */
export function createApp(m: Machine, site: Site | null, members?: ModelType<AppState>['get']): App {
  return create(m, { routes: [], base: [], site, assumed: false }, members ? { ...appType, get: (app, key, machine, at) => members(app, key, machine, at) ?? appType.get?.(app, key, machine, at) } : appType);
}

/** An application that stands for a parameter nobody passed one for; it is collected when something is asked of it. */
export function assumedApp(site: Site, members?: ModelType<AppState>['get']): Value {
  return model<AppState>({ ...appType, get: (app, key, m, at) => {
    const all = m.program.collected<App>('hono.app');
    if (!all.includes(app)) all.push(app);
    return members?.(app, key, m, at) ?? appType.get?.(app, key, m, at);
  } }, { routes: [], base: [], site, assumed: true }, site) as Value;
}
