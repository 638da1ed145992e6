import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import type { Machine } from '../../evaluate/machine';
import { registrationSite } from '../../evaluate/registration';
import type { Call, ModelType, ModelValue, NativeValue, Value } from '../../evaluate/value';
import { alternatives, derived, hole, list, lit, model, native, object, UNDEFINED } from '../../evaluate/value';

/** A part of a path with where it is written. */
export interface PathPart { readonly value: Value; readonly site: Site | null }
export interface Placed { readonly value: Value; readonly site: Site | null }

/** One layer of a router: a middleware or a route. */
export interface Layer {
  readonly kind: 'use' | 'route' | 'param';
  /** `ANY` for all. */
  readonly methods: readonly string[];
  /** Null for a middleware without a path; the name of the parameter for `param`. */
  readonly path: PathPart | null;
  /** What routers around it put before its path, outermost first; not the prefix of the router that it stands in. */
  readonly outer: readonly PathPart[];
  readonly handlers: readonly Placed[];
  readonly site: Site;
  readonly conditional: boolean;
  /** The registration that this is a copy of, else itself. */
  readonly origin: object;
  /** How deeply it was copied. */
  readonly depth: number;
}

export interface RouterState {
  /** Grows on the heap. */
  readonly layers: Layer[];
  readonly site: Site | null;
  readonly assumed: boolean;
  /** The package that made it. */
  readonly from: string;
}
export type Router = ModelValue<RouterState>;

/** An application: middleware in order. */
export interface AppState {
  readonly entries: { readonly placed: Placed; readonly site: Site; readonly conditional: boolean }[];
  readonly site: Site | null;
  readonly assumed: boolean;
}
export type App = ModelValue<AppState>;

const VERBS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'del', 'head', 'options', 'all', 'copy', 'lock', 'move', 'propfind', 'purge', 'report', 'search', 'unlock', 'link', 'unlink', 'trace', 'query', 'mkcol', 'merge', 'subscribe', 'notify']);
const methodOf = (verb: string): string => verb.toLowerCase() === 'all' ? 'ANY' : verb.toLowerCase() === 'del' ? 'DELETE' : verb.toUpperCase();

/** Whether an argument is a path rather than a middleware. */
function isPath(v: Value | undefined): boolean {
  if (!v) return false;
  if (v.t === 'list') return v.items.length > 0 && v.items.every(isPath);
  return v.t === 'lit' ? typeof v.v === 'string' : v.t === 'text' || v.t === 'regex' || (v.t === 'union' && v.of.some(isPath)) || (v.t === 'sym' && (v.op === 'env' || v.op === 'derived'));
}

/** The router behind a value: itself, its `routes()`, or that of an instance of a class that extends it. */
export function routerOf(v: Value): Router | undefined {
  if (v.t === 'instance') return v.base ? routerOf(v.base) : undefined;
  if (v.t === 'native') { const held = v.props.get('#router'); return held ? routerOf(held) : undefined; }
  return v.t === 'model' && v.type.name === 'koa.Router' ? v as Router : undefined;
}

/** The application behind a value. */
export function appOf(v: Value): App | undefined {
  if (v.t === 'instance') return v.base ? appOf(v.base) : undefined;
  return v.t === 'model' && v.type.name === 'koa.App' ? v as App : undefined;
}

/** The middleware among the arguments; options of a route (`koa-joi-router`) are none. */
const placedFrom = (call: Call, from: number): Placed[] => call.args.slice(from).filter(value => value.t !== 'object').map((value, index) => ({ value, site: call.argSites[from + index] ?? call.site }));

function push(m: Machine, router: Router, layer: Pick<Layer, 'kind' | 'methods' | 'path' | 'handlers'>, site: Site | null): void {
  if (!m.alive) return;
  m.heap.push<Layer>(router.state.layers, { ...layer, outer: [], site: site ? registrationSite(m, site) : router.state.site ?? NOWHERE, conditional: m.nesting > 0, origin: {}, depth: 0 });
}

const self = (call: Call, router: ModelValue): Value => call.self.t === 'model' || call.self.t === 'instance' ? call.self : router as Value;

function verb(router: Router, name: string): NativeValue {
  return native(`router.${name}`, (m, call) => {
    // A name may come first: `router.get('user', '/users/:id', …)`.
    const at = call.args.length >= 2 && isPath(call.args[1]) && call.args[0]?.t === 'lit' ? 1 : 0;
    const value = call.args[at] ?? lit('/');
    push(m, router, { kind: 'route', methods: [methodOf(name)], path: { value, site: call.argSites[at] ?? call.site }, handlers: placedFrom(call, at + 1) }, call.site);
    return self(call, router);
  });
}

/** The prefix that a router has at this moment; a list keeps it with its place. */
export function prefixOf(router: Router): readonly PathPart[] {
  const kept = router.props.get('#prefix');
  return kept?.t === 'list' ? kept.items.map(value => ({ value, site: kept.site })) : [];
}

/** `use(path?, …)`: routers among the arguments are copied as they are at this moment. */
function use(router: Router): NativeValue {
  return native('router.use', (m, call) => {
    const named = isPath(call.args[0]);
    const given = call.args[0];
    const paths: (PathPart | null)[] = !named || !given ? [null] : (given.t === 'list' ? given.items : [given]).map(value => ({ value, site: call.argSites[0] ?? call.site }));
    for (const path of paths) for (const placed of placedFrom(call, named ? 1 : 0)) for (const one of alternatives(placed.value)) {
      if (answersMethodsOnly(one)) continue;
      const nested = routerOf(one);
      if (!nested) { push(m, router, { kind: 'use', methods: [], path, handlers: [{ ...placed, value: one }] }, call.site); continue; }
      if (!m.alive) return self(call, router);
      const outer: PathPart[] = [...path ? [path] : [], ...prefixOf(nested)];
      m.heap.push<Layer>(router.state.layers, ...nested.state.layers.map(layer => ({ ...layer, outer: [...outer, ...layer.outer], conditional: layer.conditional || m.nesting > 0, depth: layer.depth + 1 })));
    }
    return self(call, router);
  });
}

/** `allowedMethods()` answers what no route did: it is nobody's guard. */
export const answersMethodsOnly = (v: Value): boolean => v.t === 'native' && v.name === 'allowedMethods';

const passing = (name: string): NativeValue => native(name, (m, call) => { if (call.args[1]) m.call(call.args[1], [], { site: call.site }); return UNDEFINED; });

/** `router.route({ method, path, handler })` of koa-joi-router. */
function described(m: Machine, router: Router, spec: Value, call: Call): void {
  const items = (v: Value): readonly Value[] => v.t === 'list' ? v.items.flatMap(items) : [v];
  const methods = items(m.get(spec, 'method')).map(one => one.t === 'lit' && typeof one.v === 'string' ? methodOf(one.v) : 'ANY');
  const handlers = [...items(m.get(spec, 'pre')), ...items(m.get(spec, 'handler'))].filter(one => one.t !== 'lit').map(value => ({ value, site: call.argSites[0] ?? call.site }));
  push(m, router, { kind: 'route', methods, path: { value: m.get(spec, 'path'), site: call.argSites[0] ?? call.site }, handlers }, call.site);
}

const routerType: ModelType<RouterState> = {
  name: 'koa.Router',
  get: (router, key) => {
    if (VERBS.has(key)) return verb(router, key);
    switch (key) {
      case 'use': return use(router);
      case 'routes': case 'middleware': return native(`router.${key}`, () => native('routes', () => UNDEFINED, [['#router', router as Value], ['router', router as Value]]));
      case 'allowedMethods': return native('router.allowedMethods', () => passing('allowedMethods'));
      case 'prefix': return native('router.prefix', (m, call) => { m.heap.set(router.props, '#prefix', list([call.args[0] ?? lit('')], call.argSites[0] ?? call.site)); return self(call, router); });
      case 'param': return native('router.param', (m, call) => {
        push(m, router, { kind: 'param', methods: [], path: { value: call.args[0] ?? UNDEFINED, site: call.argSites[0] ?? call.site }, handlers: placedFrom(call, 1) }, call.site);
        return self(call, router);
      });
      case 'register': return native('router.register', (m, call) => {
        const [value = lit('/'), methods, handler] = call.args;
        const names = (methods?.t === 'list' ? methods.items : methods ? [methods] : []).map(one => one.t === 'lit' && typeof one.v === 'string' ? methodOf(one.v) : 'ANY');
        const handlers = (handler?.t === 'list' ? handler.items : handler ? [handler] : []).map(one => ({ value: one, site: call.argSites[2] ?? call.site }));
        push(m, router, { kind: names.length === 0 ? 'use' : 'route', methods: names, path: { value, site: call.argSites[0] ?? call.site }, handlers }, call.site);
        return self(call, router);
      });
      case 'redirect': return native('router.redirect', (m, call) => {
        const [value = lit('/'), to = UNDEFINED, code = lit(301)] = call.args;
        const handler = native('redirect', (machine, inner) => { const [ctx] = inner.args; if (ctx) { machine.call(machine.get(ctx, 'redirect'), [to], { self: ctx, site: call.site }); machine.set(ctx, 'status', code); } return UNDEFINED; });
        if (isPath(value)) push(m, router, { kind: 'route', methods: ['ANY'], path: { value, site: call.argSites[0] ?? call.site }, handlers: [{ value: handler, site: call.site }] }, call.site);
        return self(call, router);
      });
      case 'url': return native('router.url', (_m, call) => derived('url', call.args));
      case 'on': return native('router.on', () => router as Value);
      case 'route': return native('router.route', (m, call) => {
        for (const spec of call.args[0]?.t === 'list' ? call.args[0].items : call.args) if (spec.t === 'object') described(m, router, spec, call);
        return self(call, router);
      });
      case 'stack': return list([]);
      default: return undefined;
    }
  },
  // A verb that is not known: every verb.
  index: (router, key, m, site) => { m.program.note(site, 'a route is registered for a method that is computed'); return verb(router, 'all'); },
};

/** A new router; `options` may give a prefix. */
export function createRouter(m: Machine, call: Call, from: string): Router {
  const router = model<RouterState>(routerType, { layers: [], site: call.site, assumed: false, from }, call.site);
  const [options] = call.args;
  const prefix = options?.t === 'object' ? m.get(options, 'prefix') : UNDEFINED;
  if (!(prefix.t === 'lit' && prefix.v === undefined)) router.props.set('#prefix', list([prefix], call.argSites[0] ?? call.site));
  m.program.collected<Router>('koa.router').push(router);
  return router;
}

const appType: ModelType<AppState> = {
  name: 'koa.App',
  get: (app, key) => {
    switch (key) {
      case 'use': return native('app.use', (m, call) => {
        const site = call.site ? registrationSite(m, call.site) : app.state.site ?? NOWHERE;
        if (m.alive) for (const placed of placedFrom(call, 0)) m.heap.push(app.state.entries, { placed, site, conditional: m.nesting > 0 });
        return self(call, app);
      });
      case 'callback': return native('app.callback', () => native('app.callback', () => UNDEFINED, [['#app', app as Value]]));
      case 'listen': return native('app.listen', (m, call) => { const last = call.args[call.args.length - 1]; if (last?.t === 'fn') m.maybe(() => m.call(last, [], { site: call.site })); return object(); });
      case 'on': case 'once': case 'emit': case 'off': return native(`app.${key}`, () => app as Value);
      case 'context': {
        const known = app.props.get(key);
        if (known) return known;
        const made = object();
        app.props.set(key, made);
        return made;
      }
      case 'middleware': return list(app.state.entries.map(entry => entry.placed.value));
      case 'env': return app.props.get(key) ?? { t: 'sym', op: 'env', name: 'NODE_ENV' };
      default: return undefined;
    }
  },
};

/** A new application. */
export function createApp(m: Machine, site: Site | null): App {
  const app = model<AppState>(appType, { entries: [], site, assumed: false }, site);
  m.program.collected<App>('koa.app').push(app);
  return app;
}

/** What stands for a parameter that nobody passed; it is collected when something is asked of it. */
export function assumed(kind: 'app' | 'router', site: Site): Value {
  if (kind === 'app') return model<AppState>({ ...appType, get: (app, key, m, at) => { collect(m, 'koa.app', app); return appType.get?.(app, key, m, at); } }, { entries: [], site, assumed: true }, site) as Value;
  return model<RouterState>({ ...routerType, get: (router, key, m, at) => { collect(m, 'koa.router', router); return routerType.get?.(router, key, m, at); } }, { layers: [], site, assumed: true, from: '@koa/router' }, site) as Value;
}

function collect(m: Machine, kind: string, one: ModelValue): void {
  const all = m.program.collected<ModelValue>(kind);
  if (!all.some(known => known.state === one.state)) all.push(one);
}

/** What several middlewares are together, what stands below a path, what answers one method at a path: for whoever reads an application's list. */
export type Held = { readonly kind: 'compose'; readonly all: readonly Value[] } | { readonly kind: 'mount'; readonly path: PathPart | null; readonly inner: Value } | { readonly kind: 'route'; readonly method: string; readonly path: PathPart; readonly handler: Placed };

const heldType: ModelType<Held> = {
  name: 'koa.Held',
  // A composition that is called by hand runs one after the other.
  call: (held, m, call) => held.state.kind === 'compose' ? runAll(m, held.state.all, call.args[0] ?? UNDEFINED, call.args[1], call.site) : hole('a mounted middleware', call.site),
};

/** Runs middlewares one after the other; each decides whether the next one runs. */
function runAll(m: Machine, all: readonly Value[], ctx: Value, next: Value | undefined, site: Site | null): Value {
  const [first, ...others] = all;
  if (!first) return next ? m.call(next, [], { site }) : UNDEFINED;
  return m.call(first, [ctx, native('next', () => runAll(m, others, ctx, next, site))], { site });
}

/** A value that holds middleware. */
export function holding(held: Held, site: Site | null): Value {
  return model<Held>(heldType, held, site) as Value;
}

/** What a value holds. */
export function heldBy(v: Value): Held | undefined {
  return v.t === 'model' && v.type.name === heldType.name ? v.state as Held : undefined;
}
