import type { Site } from '../../model/facts';
import { siteKey } from '../../model/facts';
import type { Program } from '../../evaluate/program';
import type { ModelValue, Value } from '../../evaluate/value';
import { alternatives, lit, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Machine } from '../../evaluate/machine';
import type { EndpointState } from '../../model/api';
import { fullest } from '../fullest';
import type { Exchange, RawComponent, RawEndpoint, Step } from '../dialect';
import { below, joinComponents, pathComponents } from '../paths';
import { pathToRegexp } from '../path-to-regexp';
import { downstream, enter, finish, wentOn } from './answer';
import type { App, Layer, PathPart, Placed, Router } from './app';
import { answersMethodsOnly, appOf, heldBy, prefixOf, routerOf } from './app';
import { isOak, isOakApp } from './oak';
import type { KoaEndpoint } from './context';
import { koaContext } from './context';

/** Something that runs before what is registered after it. */
interface Guard { readonly step: Step; readonly runsFor: (path: string, method: string) => boolean }

interface Context {
  readonly base: readonly RawComponent[];
  /** Where the running application is mounted. */
  readonly mount: string;
  readonly guards: Guard[];
  readonly application: RawEndpoint['application'];
  readonly shared: Value | undefined;
  /** Whether the application is one of oak. */
  readonly oak: boolean;
  readonly state: EndpointState;
}

/** `told`: the registrations, and the places of registrations, that are told. */
interface Collector { readonly program: Program; readonly out: RawEndpoint[]; readonly told: Set<object | string> }

/** All endpoints: those of applications, then those of routers that no application uses. */
export function koaRoutes(program: Program): RawEndpoint[] {
  const apps = program.collected<App>('koa.app');
  const collector: Collector = { program, out: [], told: new Set() };
  const mounted = new Set<object>();
  for (const app of apps) for (const { placed } of app.state.entries) mountedIn(placed.value, mounted, 0);
  const roots = fullest(apps.filter(app => !app.state.assumed && !mounted.has(app.state)), app => app.state.site, app => app.state.entries.length);
  for (const app of roots) {
    const file = app.state.site?.file ?? '';
    const same = roots.filter(one => (one.state.site?.file ?? '') === file);
    const id = same.length > 1 ? `${file}#${same.indexOf(app) + 1}` : file;
    walkApp(collector, app, { base: [], mount: '/', guards: [], application: { id, entry: file }, shared: app.props.get('context'), oak: isOakApp(app), state: 'live' }, 0);
  }
  const unmounted: Context = { base: [], mount: '/', guards: [], application: null, shared: undefined, oak: false, state: 'unmounted' };
  for (const app of apps) if (app.state.assumed) walkApp(collector, app, { ...unmounted, oak: isOakApp(app), guards: [] }, 0);
  for (const router of program.collected<Router>('koa.router')) {
    const open = new Set(router.state.layers.filter(layer => layer.depth === 0 && !collector.told.has(layer.origin) && !collector.told.has(siteKey(layer.site))));
    walkRouter(collector, router, { ...unmounted, oak: isOak(router.state.from), guards: [] }, layer => open.has(layer));
  }
  return collector.out;
}

/** The applications that something mounts. */
function mountedIn(v: Value, found: Set<object>, depth: number): void {
  if (depth > 6) return;
  for (const one of alternatives(v)) {
    const held = heldBy(one);
    if (held?.kind === 'compose') for (const inner of held.all) mountedIn(inner, found, depth + 1);
    if (held?.kind === 'mount') {
      const app = appOf(held.inner);
      if (app) { found.add(app.state); for (const { placed } of app.state.entries) mountedIn(placed.value, found, depth + 1); }
      else mountedIn(held.inner, found, depth + 1);
    }
  }
}

function walkApp(collector: Collector, app: App, context: Context, depth: number): void {
  if (depth > 16) return;
  for (const entry of app.state.entries) {
    const state = context.state === 'live' && entry.conditional ? 'conditional' : context.state;
    walkValue(collector, entry.placed, entry.site, { ...context, state }, depth);
  }
}

function walkValue(collector: Collector, placed: Placed, site: Site, context: Context, depth: number): void {
  if (depth > 16) return;
  const values = placed.value.t === 'list' ? placed.value.items : alternatives(placed.value);
  let known = false;
  for (const value of values) {
    if (answersMethodsOnly(value)) { known = true; continue; }
    const router = routerOf(value);
    const held = heldBy(value);
    if (router) walkRouter(collector, router, context, () => true);
    else if (held?.kind === 'compose') for (const one of held.all) walkValue(collector, { value: one, site: placed.site }, site, context, depth + 1);
    else if (held?.kind === 'mount') walkMount(collector, held.path, held.inner, placed, site, context, depth + 1);
    else if (held?.kind === 'route') routeOf(collector, held.method, held.path, held.handler, site, context);
    else if (appOf(value)) continue;
    else if (placed.value.t === 'list') walkValue(collector, { value, site: placed.site }, site, context, depth + 1);
    else continue;
    known = true;
  }
  if (known || placed.value.t === 'list') return;
  const { base } = context;
  const prefix = joinComponents(base);
  context.guards.push({ step: step(placed, 'guard', base.length === 0 ? 'app' : 'path', context.mount, site), runsFor: path => below(path, prefix) === true });
}

function walkMount(collector: Collector, path: PathPart | null, inner: Value, placed: Placed, site: Site, context: Context, depth: number): void {
  const app = appOf(inner);
  for (const component of pathComponents(path?.value ?? null, text => text, path?.site ?? null)) {
    const base = [...context.base, component];
    // What is mounted has its own list; what comes after the mount does not run through it unless it is a middleware.
    const below: Context = { ...context, base, mount: joinComponents(base), guards: app ? [...context.guards] : context.guards };
    if (app) walkApp(collector, app, below, depth);
    else walkValue(collector, { value: inner, site: placed.site }, site, below, depth);
  }
}

/** A route of `koa-route`: the parameters are arguments of the handler. */
function routeOf(collector: Collector, method: string, path: PathPart, handler: Placed, site: Site, context: Context): void {
  for (const component of pathComponents(path.value, pathToRegexp, path.site)) {
    const components = [...context.base, component];
    const names = [...component.text.matchAll(/\{(\w+)[*?]*\}/g)].map(([, name = '']) => name);
    const value: Value = native('koa-route', (m, call) => m.call(handler.value, [call.args[0] ?? UNDEFINED, ...names.map(name => m.input('path', name)), call.args[1] ?? UNDEFINED], { site: call.site }));
    emit(collector, context, { components, method, guards: context.guards, own: [step({ value, site: handler.site }, 'handler', 'handler', context.mount, site)], handler, site, conditional: false });
  }
}

interface Told { readonly components: readonly RawComponent[]; readonly method: string; readonly guards: readonly Guard[]; readonly own: readonly Step[]; readonly handler: Placed; readonly site: Site; readonly conditional: boolean }

function emit({ out }: Collector, context: Context, { components, method, guards, own, handler, site, conditional }: Told): void {
  const path = joinComponents(components);
  out.push({
    method, components, protocol: 'http', framework: context.oak ? 'oak' : 'koa', application: context.application, site, state: context.state === 'live' && conditional ? 'conditional' : context.state,
    handler: handler.value, handlerSite: handler.site ?? site, steps: [...guards.filter(guard => guard.runsFor(path, method)).map(guard => guard.step), ...own],
    exchange: () => exchange({ method, path, shared: context.shared, oak: context.oak, following: { rewrites: [], placeholder: downstream(), nexts: [] } }), ordered: true,
    deprecated: handler.value.t === 'fn' && /@deprecated\b/.test(handler.value.module.facts.units[handler.value.unit]?.doc ?? ''), marker: null, bodyValidated: null,
  });
}

/** The combinations of the alternatives of the parts of a path. */
function combined(parts: readonly PathPart[]): (readonly RawComponent[])[] {
  let all: (readonly RawComponent[])[] = [[]];
  for (const part of parts) {
    const each = pathComponents(part.value, pathToRegexp, part.site);
    all = all.flatMap(before => each.map(one => [...before, one])).slice(0, 64);
  }
  return all;
}

function walkRouter(collector: Collector, router: Router, context: Context, wanted: (layer: Layer) => boolean): void {
  const own = prefixOf(router);
  const guards: Guard[] = [...context.guards];
  const { layers } = router.state;
  const params = layers.filter(layer => layer.kind === 'param');
  for (const layer of layers) {
    if (layer.kind === 'param') continue;
    const before = [...own, ...layer.outer];
    if (layer.kind === 'use') {
      for (const { value, site } of layer.handlers) for (const place of combined([...before, ...layer.path ? [layer.path] : []])) {
        const at = joinComponents([...context.base, ...place]);
        const exact = layer.path !== null && stringOf(layer.path.value) === '/';
        const made = (one: Value): Step => step({ value: one, site: site ?? layer.site }, 'guard', layer.path ? 'path' : 'router', context.mount, layer.site);
        // Whether a middleware at `/` is for the whole router or for that path alone depends on the version of the router.
        if (exact && isExact(collector.program, router) === undefined) guards.push({ step: made({ t: 'hole', why: 'whether a middleware at / runs for this path', site, from: [value] }), runsFor: path => path !== at && below(path, at) === true });
        guards.push({ step: made(value), runsFor: path => exact && isExact(collector.program, router) !== false ? path === at : below(path, at) === true });
      }
      continue;
    }
    const last = layer.handlers[layer.handlers.length - 1];
    if (!last) continue;
    for (const place of combined([...before, ...layer.path ? [layer.path] : []])) {
      const components = [...context.base, ...place];
      const path = joinComponents(components);
      const inner = params.filter(param => path.includes(`{${stringOf(param.path?.value) ?? ''}}`) && covers(param, layer)).flatMap(param => param.handlers.map(one => step({ ...one, value: parameter(one.value, stringOf(param.path?.value) ?? '') }, 'guard', 'path', context.mount, param.site)));
      const steps = layer.handlers.map((one, index) => step(one, index === layer.handlers.length - 1 ? 'handler' : 'guard', index === layer.handlers.length - 1 ? 'handler' : 'route', context.mount, layer.site));
      if (wanted(layer)) {
        collector.told.add(layer.origin);
        collector.told.add(siteKey(layer.site));
        for (const method of layer.methods) emit(collector, context, { components, method, guards, own: [...inner, ...steps], handler: last, site: layer.site, conditional: layer.conditional });
      }
      // A route may be a guard of what comes after it at the same path.
      for (const one of layer.handlers) guards.push({
        step: step(one, 'guard', 'path', context.mount, layer.site),
        runsFor: (other, method) => (layer.methods.includes('ANY') || layer.methods.includes(method)) && (other === path || (path.endsWith('*}') && below(other, path) === true)),
      });
    }
  }
}

/** Whether a parameter's middleware is for a route: those of a router are for what it and the routers in it have. */
const covers = (param: Layer, layer: Layer): boolean => layer.depth >= param.depth;

/** `router.param('id', (id, ctx, next) => …)`. */
const parameter = (fn: Value, name: string): Value => native(`param ${name}`, (m, call) => m.call(fn, [m.input('path', name), ...call.args], { site: call.site }));

const isRecord = (v: unknown): v is Readonly<Record<string, unknown>> => typeof v === 'object' && v !== null && !Array.isArray(v);

/** Whether `use('/')` means that path alone: since version 15 of the router. Undefined where no manifest says the version. */
function isExact(program: Program, router: Router): boolean | undefined {
  for (let folder = router.state.site?.file ?? ''; folder !== '';) {
    folder = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '';
    const manifest = program.environment.json(folder === '' ? 'package.json' : `${folder}/package.json`);
    const dependencies = isRecord(manifest) ? { ...isRecord(manifest['devDependencies']) ? manifest['devDependencies'] : {}, ...isRecord(manifest['dependencies']) ? manifest['dependencies'] : {} } : {};
    const range = dependencies[router.state.from];
    const major = typeof range === 'string' ? /(\d+)/.exec(range)?.[1] : undefined;
    if (major !== undefined) return Number(major) >= 15;
  }
  return undefined;
}

/** What `next` gives back: errors of what follows are handled there, and nothing of this step is refused by it. */
const promise: Value = object([
  ['then', native('then', (m, call) => call.args[0] ? m.call(call.args[0], [UNDEFINED], { site: call.site }) : UNDEFINED)], ['catch', native('catch', () => UNDEFINED)],
  ['finally', native('finally', (m, call) => { if (call.args[0]) m.call(call.args[0], [], { site: call.site }); return UNDEFINED; })],
]);

/** A fresh context and `next`. */
function exchange(endpoint: KoaEndpoint): Exchange {
  const ctx = koaContext(endpoint);
  const next = native('next', (m, call) => {
    m.emit({ kind: 'next', value: UNDEFINED, status: null, site: call.site, via: 'next' });
    if (call.site) endpoint.following.nexts.push(call.site);
    wentOn(m, ctx, endpoint.following.placeholder);
    return promise;
  });
  return { values: { ctx: ctx as Value, next } };
}

function step(placed: Placed, kind: Step['kind'], scope: Step['scope'], mount: string, site: Site): Step {
  return { kind, scope, value: placed.value, site: placed.site ?? site, style: 'argument', run: (m, { values }) => { invoke(placed.value, m, values, placed.site ?? site, mount); } };
}

/** Whether nothing is known of what a value does. */
const isOpaque = (v: Value): boolean => alternatives(v).every(one => one.t === 'sym' || one.t === 'hole');

function invoke(value: Value, m: Machine, values: Exchange['values'], site: Site, mount: string): void {
  const { ctx, next = UNDEFINED } = values;
  if (ctx?.t !== 'model') return;
  const context = ctx as ModelValue<KoaEndpoint>;
  m.heap.set(context.props, '#mount', lit(mount));
  enter(m, context);
  context.state.following.nexts.length = 0;
  const unknown = m.unknown;
  const result = m.call(value, [ctx, next], { site });
  if (isOpaque(value)) return;
  // Code out of sight that got `next` may have called it.
  if (handedOn(result)) { m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: 'next' }); return; }
  finish(m, context, site, context.state.following, m.unknown > unknown);
}

const handedOn = (v: Value): boolean => alternatives(v).some(one => one.t === 'sym' && one.op === 'call' && one.args.some(arg => arg.t === 'native' && arg.name === 'next'));

