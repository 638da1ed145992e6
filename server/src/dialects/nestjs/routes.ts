import type { Machine } from '../../evaluate/machine';
import type { Program } from '../../evaluate/program';
import type { ClassValue, FnValue, Value } from '../../evaluate/value';
import { lit, UNDEFINED } from '../../evaluate/value';
import type { EndpointState } from '../../model/api';
import type { RawComponent, RawEndpoint, Step } from '../dialect';
import { joinComponents, pathComponents } from '../paths';
import type { AppState, Setting } from './application';
import { applicationsOf, graphOf } from './application';
import type { Attached } from '../decorators';
import { classDecorator, classDecorators, lineage, memberFact, methodDecorators, methodsOf } from '../decorators';
import { nestExchange, type Route } from './exchange';
import { isNeutral, requestMethod } from './exports';
import { classGuards, guardSteps, middlewareStep } from './guards';
import { messagesOf } from './gateways';
import { handlerStep } from './handlers';
import { publicMarker } from './marker';
import type { ModuleGraph } from './modules';
import { listed } from '../controllers';
import { moduleGraph } from './modules';
import { nestPath } from './paths';
import { operationsOf } from './resolvers';
import type { AppContext } from './settings';
import { contextOf, isExcluded, middlewareSteps, usedSteps, versionSegment } from './settings';
import { bodyValidated } from './validation';

const verbs: Readonly<Record<string, string>> = {
  Get: 'GET', Post: 'POST', Put: 'PUT', Patch: 'PATCH', Delete: 'DELETE', Head: 'HEAD', Options: 'OPTIONS', All: 'ANY', Search: 'SEARCH', Sse: 'GET', QueryMethod: 'QUERY',
  RequestMapping: '', Propfind: 'PROPFIND', Proppatch: 'PROPPATCH', Mkcol: 'MKCOL', Copy: 'COPY', Move: 'MOVE', Lock: 'LOCK', Unlock: 'UNLOCK',
};

const missing = (v: Value | undefined): boolean => v === undefined || (v.t === 'lit' && (v.v === undefined || v.v === null));

/** Path and options of `@Controller('x')`, `@Controller(['a', 'b'])`, `@Controller({ path, version })`. */
function controllerOptions(m: Machine, said: Attached): { readonly path: Value | null; readonly version: Value | null } {
  const [given] = said.args;
  if (given?.t !== 'object') return { path: given ?? null, version: null };
  const path = m.get(given, 'path');
  const version = m.get(given, 'version');
  return { path: missing(path) ? null : path, version: missing(version) ? null : version };
}

/** The route that a method's decorators declare: the last one applied wins. */
function routeOf(m: Machine, fn: FnValue): { readonly method: string; readonly path: Value | null; readonly said: Attached } | undefined {
  const said = methodDecorators(m, fn).findLast(one => verbs[one.kind] !== undefined);
  if (!said) return undefined;
  const [given = UNDEFINED] = said.args;
  if (said.kind !== 'RequestMapping') return { method: verbs[said.kind] ?? 'GET', path: missing(given) ? null : given, said };
  const method = requestMethod(m.get(given, 'method')) ?? 'GET';
  const path = m.get(given, 'path');
  return { method, path: missing(path) ? null : path, said };
}

/** The versions of an endpoint as path components; one empty list of components where the path says none. */
function versionComponents(m: Machine, context: AppContext, controllerVersion: Value | null, fn: FnValue): (RawComponent | null)[] {
  const { versioning } = context;
  if (!versioning?.uri) return [null];
  const own = methodDecorators(m, fn).findLast(one => one.kind === 'Version');
  const version = own?.args[0] ?? controllerVersion ?? versioning.fallback;
  if (version === null) return [null];
  const site = own?.site ?? versioning.site;
  return listed(version).map(({ value }) => {
    if (isNeutral(value)) return null;
    const [component] = pathComponents(value, text => text, site);
    return component ? { ...component, text: versionSegment(versioning, component.text) } : null;
  });
}

function isDeprecated(m: Machine, fn: FnValue): boolean {
  const { home } = fn;
  const docs = [home ? memberFact(home, fn)?.doc ?? null : null, home?.fact.doc ?? null];
  if (docs.some(doc => doc !== null && /@deprecated\b/.test(doc))) return true;
  return methodDecorators(m, fn).some(one => one.kind === '@nestjs/swagger:ApiOperation' && one.args[0] !== undefined && m.truth(m.get(one.args[0], 'deprecated')) === true);
}

/** Of a prefix that could be several, the one that is known (without the environment, mostly). */
const known = (components: readonly RawComponent[]): readonly RawComponent[] => [components.find(one => one.complete) ?? components[0]].filter(one => one !== undefined);

/** The endpoints of one controller in an application. */
function endpointsOf(m: Machine, context: AppContext, cls: ClassValue, modulePath: readonly Value[], state: EndpointState): RawEndpoint[] {
  const said = classDecorator(m, cls, 'Controller');
  if (!said) return [];
  const { path, version } = controllerOptions(m, said);
  const bases = pathComponents(path, nestPath, said.argSites[0] ?? said.attached);
  const outer = modulePath.flatMap(one => known(pathComponents(one, nestPath, null)));
  const outerGuards = classGuards(m, context.container, cls);
  return methodsOf(cls).flatMap(fn => {
    const route = routeOf(m, fn);
    if (!route) return [];
    const paths = pathComponents(route.path, nestPath, route.said.argSites[0] ?? route.said.attached);
    const inner = guardSteps(context.container, methodDecorators(m, fn), 'route');
    return versionComponents(m, context, version, fn).flatMap(versioned => bases.flatMap(base => paths.map((own): RawEndpoint => {
      const local = [...versioned ? [versioned] : [], ...outer, base, own];
      const localPath = joinComponents(local);
      const prefixed = context.prefix !== null && !isExcluded(context.excludes, context.versioning, route.method, localPath);
      const prefix = prefixed && context.prefix ? known(pathComponents(context.prefix.value, nestPath, context.prefix.site)) : [];
      const components = [...prefix, ...local];
      const where: Route = { handler: fn, controller: cls, method: route.method, path: joinComponents(components) };
      const steps = [
        ...usedSteps(context, where.path), ...middlewareSteps(context, cls, route.method, localPath), ...context.guards, ...outerGuards, ...inner,
        handlerStep(context.container, cls, fn, route.method),
      ];
      return {
        method: route.method, components, protocol: 'http', framework: 'nestjs', application: context.application, state, site: route.said.attached,
        handler: fn, handlerSite: fn.site, steps, exchange: () => nestExchange(where),
        // Versions in headers tell endpoints with one path apart.
        ordered: context.ordered && (context.versioning === null || context.versioning.uri), deprecated: isDeprecated(m, fn),
        get marker() { return publicMarker(m, where, steps); },
        get bodyValidated() { return bodyValidated(m, cls, fn, context.pipes); },
      };
    })));
  });
}

/** A route that was registered on the HTTP adapter, past the framework. */
function adapterEndpoint(context: AppContext, setting: Setting): RawEndpoint[] {
  const [path = lit('/'), ...handlers] = setting.args;
  const last = handlers.at(-1);
  const verb = setting.name.slice('adapter.'.length);
  if (!last || !setting.site) return [];
  const { site } = setting;
  const method = verb === 'all' ? 'ANY' : verb.toUpperCase();
  return pathComponents(path, nestPath, setting.argSites[0] ?? site).map((component): RawEndpoint => ({
    method, components: [component], protocol: 'http', framework: 'nestjs', application: context.application,
    state: setting.conditional ? 'conditional' : 'live', site, handler: last, handlerSite: setting.argSites.at(-1) ?? site,
    steps: [...usedSteps(context, joinComponents([component])), ...handlers.map((value, index): Step => {
      const step = middlewareStep(context.container, value, setting.argSites[index + 1] ?? site, 'route');
      return value === last ? { ...step, kind: 'handler', scope: 'handler' } : step;
    })],
    exchange: () => nestExchange({ handler: null, controller: null, method, path: joinComponents([component]) }), ordered: context.ordered, deprecated: false, marker: null, bodyValidated: null,
  }));
}

function endpointsOfGraph(m: Machine, context: AppContext, graph: ModuleGraph, state: EndpointState, seen: Set<ClassValue>): RawEndpoint[] {
  return graph.nodes.flatMap(node => node.controllers.flatMap(({ value, conditional }) => {
    if (value.t !== 'class') return [];
    seen.add(value);
    const own = state === 'live' && (conditional || node.conditional) ? 'conditional' : state;
    return endpointsOf(m, context, value, graph.prefixes.get(node.cls) ?? [], own);
  }));
}

function applicationId(apps: readonly { readonly state: AppState }[], app: { readonly state: AppState }): string {
  const file = app.state.site?.file ?? '';
  const same = apps.filter(one => one.state.site?.file === file);
  return same.length > 1 ? `${file}#${same.indexOf(app) + 1}` : file;
}

/** Modules that no other of them imports. */
function rootsOf(m: Machine, modules: readonly ClassValue[]): ModuleGraph[] {
  const graphs = modules.map(cls => ({ cls, graph: moduleGraph(m, cls) }));
  return graphs.filter(({ cls }, index) => !graphs.some((other, at) => other.cls !== cls && other.graph.nodes.some(node => node.cls === cls)
    // Of modules that import each other, the first stands for both.
    && (at < index || !graphs[index]?.graph.nodes.some(node => node.cls === other.cls)))).map(one => one.graph);
}

/**
 * Whether an application of the same root module stands for another. Some are made to read the configuration, to write the API document or
 * to migrate data, beside the one that listens; and a function that makes it in two ways, or is called by several, makes one.
 */
function standsFor(other: AppState, app: AppState, earlier: boolean): boolean {
  if (!listens(app)) return listens(other) || earlier;
  return earlier && listens(other) && other.site?.file === app.site?.file;
}

const listens = (app: AppState): boolean => app.settings.some(one => one.name === 'listen' || one.name === 'init');

/** The endpoints of all applications; then those of controllers that no application reaches. */
export function routesOf(program: Program): RawEndpoint[] {
  const m = program.machine;
  const seen = new Set<ClassValue>();
  const reached = new Set<ClassValue>();
  const out: RawEndpoint[] = [];
  const created = applicationsOf(m).filter(app => app.state.http);
  const apps = created.filter((app, index) => !created.some((other, at) => other !== app && other.state.root === app.state.root && standsFor(other.state, app.state, at < index)));
  for (const app of apps) {
    const graph = graphOf(m, app.state);
    for (const node of graph.nodes) reached.add(node.cls);
    const context = contextOf(m, app.state, graph, { id: applicationId(apps, app), entry: app.state.site?.file ?? '' });
    out.push(
      ...endpointsOfGraph(m, context, graph, 'live', seen), ...context.adapterRoutes.flatMap(one => adapterEndpoint(context, one)),
      ...operationsOf(m, context, graph, 'live'), ...messagesOf(m, context, graph, 'live'),
    );
  }
  const classes = [...program.collected<ClassValue>('class')];
  const own = (kind: string): ClassValue[] => classes.filter(cls => cls.fact.decorators.length > 0 && classDecorators(m, cls).some(one => one.kind === kind));
  const orphans = own('Controller').filter(cls => !seen.has(cls) && !cls.fact.abstract);
  if (orphans.length === 0 && own('graphql:Resolver').length === 0 && own('WebSocketGateway').length === 0) return out;
  // Their modules still say which guards they would have.
  for (const graph of rootsOf(m, own('Module').filter(cls => !reached.has(cls)))) {
    const context = contextOf(m, null, graph, null);
    out.push(...endpointsOfGraph(m, context, graph, 'unmounted', seen), ...operationsOf(m, context, graph, 'unmounted'), ...messagesOf(m, context, graph, 'unmounted'));
  }
  const empty = moduleGraph(m, UNDEFINED);
  const nothing = contextOf(m, null, empty, null);
  const parents = new Set<Value>([...seen, ...orphans].flatMap(cls => lineage(cls).slice(1)));
  for (const cls of orphans) if (!seen.has(cls) && !parents.has(cls)) out.push(...endpointsOf(m, nothing, cls, [], 'unmounted'));
  return out;
}
