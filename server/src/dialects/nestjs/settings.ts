import type { Machine } from '../../evaluate/machine';
import type { Value } from '../../evaluate/value';
import { lit, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import type { RawEndpoint, Step } from '../dialect';
import { below, joinComponents, pathComponents } from '../paths';
import type { AppState, Setting } from './application';
import type { Container } from '../injection';
import { providerOf, resolveToken } from '../injection';
import { requestMethod } from './exports';
import { guardStep, middlewareStep } from './guards';
import type { Listed } from '../controllers';
import { listed } from '../controllers';
import type { AppliedMiddleware, ModuleGraph } from './modules';
import { isPathOf, nestPath } from './paths';

/** A value with the place where it is written. */
export interface Placed { readonly value: Value; readonly site: Site | null }
/** A step that runs for some paths. */
export interface PathStep { readonly step: Step; readonly paths: readonly string[] | null }

/** What an application's settings and its modules mean for every endpoint. */
export interface AppContext {
  readonly application: RawEndpoint['application'];
  readonly graph: ModuleGraph;
  readonly container: Container;
  readonly prefix: Placed | null;
  readonly excludes: readonly Value[];
  readonly versioning: { readonly uri: boolean; readonly prefix: string; readonly fallback: Value | null; readonly site: Site | null } | null;
  readonly used: readonly PathStep[];
  readonly guards: readonly Step[];
  readonly pipes: readonly Value[];
  readonly middleware: readonly AppliedMiddleware[];
  readonly adapterRoutes: readonly Setting[];
  readonly ordered: boolean;
  /** Whether sockets are those of `ws`, not of socket.io. */
  readonly plainSockets: boolean;
}

const isPath = (v: Value): boolean => (v.t === 'lit' && typeof v.v === 'string') || v.t === 'text';
const arePaths = (v: Value): boolean => isPath(v) || v.t === 'regex' || (v.t === 'list' && v.items.length > 0 && v.items.every(arePaths));

function usedBy(container: Container, setting: Setting): PathStep[] {
  const [first] = setting.args;
  const paths = first && arePaths(first) ? pathComponents(first, nestPath, setting.site).map(one => one.text) : null;
  return setting.args.slice(paths === null ? 0 : 1).flatMap((arg, index) => listed(arg).map(({ value }) =>
    ({ step: middlewareStep(container, value, setting.argSites[index + (paths === null ? 0 : 1)] ?? setting.site, 'app'), paths })));
}

/** Providers of `APP_GUARD` and `APP_PIPE`, of every module, in the order of the modules. */
function enhancersOf(m: Machine, graph: ModuleGraph, token: string): (Listed & { readonly at: Site | null })[] {
  return graph.nodes.flatMap(node => node.providers).flatMap(given => {
    const provider = providerOf(m, given.value);
    if (provider?.token.t !== 'lit' || provider.token.v !== token) return [];
    const at = given.value.t === 'object' ? given.value.site : given.site;
    const own: Container = { providers: new Map([[token, provider]]), instances: new Map(graph.container.instances), ...graph.container.named ? { named: graph.container.named } : {} };
    const value = provider.kind === 'class' || provider.kind === 'value' || provider.kind === 'existing' ? provider.value
      : resolveToken(m, { ...own, providers: new Map([...graph.container.providers, [token, provider]]) }, lit(token), at);
    return [{ ...given, value, at }];
  });
}

/** `new WsAdapter(app)` of `@nestjs/platform-ws`, or what extends it. */
function isPlainAdapter(v: Value | undefined): boolean {
  let made: Value | null = v?.t === 'instance' ? v.cls : v?.t === 'sym' && v.op === 'new' ? v.base : null;
  while (made?.t === 'class') made = made.parent;
  return made?.t === 'sym' && made.op === 'import' && made.module === '@nestjs/platform-ws';
}

/** Reads what the calls on an application and its modules say. */
export function contextOf(m: Machine, app: AppState | null, graph: ModuleGraph, application: RawEndpoint['application']): AppContext {
  const { container } = graph;
  const settings = app?.settings ?? [];
  const all = (name: string): readonly Setting[] => settings.filter(one => one.name === name);
  const prefix = all('setGlobalPrefix').at(-1);
  const versioning = all('enableVersioning').at(-1);
  const options = versioning?.args[0];
  const type = versioning ? m.get(options ?? UNDEFINED, 'type') : UNDEFINED;
  const versionPrefix = options?.t === 'object' ? options.props.get('prefix') : undefined;
  const fallback = options?.t === 'object' ? options.props.get('defaultVersion') : undefined;
  const excluded = prefix?.args[1]?.t === 'object' ? prefix.args[1].props.get('exclude') : undefined;
  const globals = all('useGlobalGuards').flatMap(one => one.args.flatMap((arg, index) => listed(arg).map(({ value }) => guardStep(container, value, one.argSites[index] ?? one.site, 'global', 'argument'))));
  return {
    application, graph, container,
    prefix: prefix?.args[0] ? { value: prefix.args[0], site: prefix.argSites[0] ?? prefix.site } : null,
    excludes: listed(excluded).map(one => one.value),
    versioning: versioning ? {
      uri: !options || (type.t === 'lit' && (type.v === 0 || type.v === undefined)),
      prefix: versionPrefix?.t === 'lit' ? (versionPrefix.v === false ? '' : String(versionPrefix.v ?? 'v')) : 'v',
      fallback: fallback ?? null, site: versioning.site,
    } : null,
    used: all('use').flatMap(one => usedBy(container, one)),
    guards: [...enhancersOf(m, graph, 'APP_GUARD').map(one => guardStep(container, one.value, one.at, 'global', 'option')), ...globals],
    pipes: [...enhancersOf(m, graph, 'APP_PIPE').map(one => one.value), ...all('useGlobalPipes').flatMap(one => one.args.flatMap(arg => listed(arg).map(each => each.value)))],
    middleware: graph.middleware(m),
    adapterRoutes: settings.filter(one => one.name.startsWith('adapter.')),
    ordered: !(app?.fastify ?? false),
    plainSockets: all('useWebSocketAdapter').some(one => isPlainAdapter(one.args[0])),
  };
}

type Versioning = AppContext['versioning'];

/** The segment of a version in paths; empty where versions are told otherwise. */
export function versionSegment(versioning: Versioning, version: string): string {
  return versioning?.uri === true ? `/${versioning.prefix}${version}` : '';
}

/** A route of `exclude` or `forRoutes`: a text, or `{ path, method, version }`. */
interface RouteInfo { readonly paths: readonly string[]; readonly method: string | null; readonly exact: boolean }

function routeInfo(route: Value, versioning: Versioning): RouteInfo | null {
  const texts = (path: Value): string[] => pathComponents(path, nestPath, null).map(one => one.text);
  if (isPath(route)) return { paths: texts(route), method: null, exact: false };
  if (route.t !== 'object') return null;
  const path = route.props.get('path');
  const method = route.props.get('method');
  if (!path) return null;
  const versions = listed(route.props.get('version')).map(one => one.value.t === 'lit' ? versionSegment(versioning, String(one.value.v)) : '');
  const paths = texts(path).flatMap(text => (versions.length > 0 ? versions : ['']).map(version => version === '' ? text : joinComponents([{ text: version }, { text }])));
  return { paths, method: method ? requestMethod(method) ?? null : null, exact: true };
}

const methodFits = (given: string | null, method: string): boolean => given === null || given === 'ANY' || method === 'ANY' || given === method;

/** Whether an endpoint is left out of the global prefix, or of a middleware; `local` is its path without the prefix. */
export function isExcluded(excludes: readonly Value[], versioning: Versioning, method: string, local: string): boolean {
  return excludes.some(one => {
    const info = routeInfo(one, versioning);
    return info !== null && methodFits(info.method, method) && info.paths.some(path => isPathOf(local, path));
  });
}

/** The middleware of modules that runs for an endpoint; `local` is its path without the global prefix. */
export function middlewareSteps(context: AppContext, controller: Value, method: string, local: string): Step[] {
  return context.middleware.flatMap(applied => {
    const fits = applied.routes.some(route => {
      if (route.t === 'class') return route === controller;
      const info = routeInfo(route, context.versioning);
      // Where the path is not known, the middleware is taken to run: a guard that was seen is not denied.
      if (info === null) return true;
      return methodFits(info.method, method) && info.paths.some(path => path.includes('{…}') || (info.exact ? isPathOf(local, path) : below(local, path) === true));
    });
    if (!fits || isExcluded(applied.excludes, context.versioning, method, local)) return [];
    return applied.middleware.map(one => middlewareStep(context.container, one.value, one.site, 'module'));
  });
}

/** The middleware of `app.use` that runs for a path. */
export function usedSteps(context: AppContext, path: string): Step[] {
  return context.used.filter(one => one.paths === null || one.paths.some(each => below(path, each) === true)).map(one => one.step);
}
