import type { Site } from '../../model/facts';
import { FUEL } from '../../evaluate/machine';
import type { Machine } from '../../evaluate/machine';
import { waysOf } from '../../evaluate/path';
import type { ModuleInstance, Program } from '../../evaluate/program';
import type { Value } from '../../evaluate/value';
import { alternatives, input, lit, native, object, UNDEFINED } from '../../evaluate/value';
import { onEachWay } from '../on-each-way';
import type { Dialect, Exchange, RawComponent, RawEndpoint, Step } from '../dialect';
import { isDeprecated, isMissing, isToldElsewhere, siteOfExport, unwrap } from '../exported';
import type { FetchRequest, ResponseState } from '../fetch';
import { fetchGlobal, fetchRequest, isResponse, requestUrl, response, settle } from '../fetch';
import { optionOf, textOption } from '../options';
import { pathComponents } from '../paths';
import type { Project } from '../projects';
import { projectsOf } from '../projects';
import { answeringThrown } from '../thrown';
import { contextOf, routerModule } from './modules';
import { contractPaths } from './paths';
import type { RouteFile } from './table';
import { flatFiles, routesIn } from './table';

const CONFIG = /^(?:react-router|remix)\.config\.[cm]?[jt]s$/;
const PACKAGES = ['@react-router/dev', '@remix-run/dev', '@remix-run/react', '@remix-run/node'];
const WRITING = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

interface Application { readonly project: Project; readonly routes: readonly RouteFile[]; readonly root: string | null; readonly base: RawComponent | null }

/** The file of a module in a folder, whatever its extension. */
const moduleAt = (program: Program, path: string): string | null => ['ts', 'tsx', 'js', 'jsx', 'mts', 'mjs'].map(extension => `${path}.${extension}`).find(file => program.environment.exists(file)) ?? null;

function applicationsOf(program: Program): readonly Application[] {
  return projectsOf(program.environment, CONFIG, PACKAGES).map((project): Application => {
    const folder = `${project.prefix}${(textOption(program, project.config, ['appDirectory']) ?? 'app').replace(/^\.\//, '').replace(/\/$/, '')}`;
    const table = moduleAt(program, `${folder}/routes`);
    const module = table === null ? undefined : program.load(table);
    const said = module ? program.exported(module, 'default') : undefined;
    const base = optionOf(program, project.config, ['basename']);
    const [component] = base ? pathComponents(base, text => text, null) : [];
    return { project, routes: said ? routesIn(program.machine, said, folder) : flatFiles(program.environment, `${folder}/routes`), root: moduleAt(program, `${folder}/root`), base: component && component.text !== '' && component.text !== '/' ? component : null };
  }).filter(application => application.routes.length > 0);
}

const RESOLVED = 'next';
const isOpaque = (v: Value): boolean => alternatives(v).every(one => one.t === 'sym' || one.t === 'hole');

/** Answers with a thrown response. */
function answersThrown(m: Machine, thrown: Value, site: Site | null): boolean {
  if (isResponse(thrown) !== true) return false;
  settle(m, thrown, site, 'nothing', 'throw');
  return true;
}

/** What a loader, an action or a middleware is given. */
const given = ({ values }: Exchange): Value => values['given'] ?? UNDEFINED;

function middlewareStep(value: Value, site: Site): Step {
  return {
    kind: 'guard', scope: 'file', value, site, style: 'wrapper',
    run: (m, exchange) => {
      // What is not of the workspace answers for itself.
      if (isOpaque(value)) return;
      const next = native(RESOLVED, (machine, call) => {
        machine.emit({ kind: 'next', value: UNDEFINED, status: null, site: call.site, via: RESOLVED });
        return response(machine, { body: UNDEFINED, status: null, goesOn: true, via: RESOLVED }, call.site);
      });
      const result = answeringThrown(m, () => m.call(value, [given(exchange), next], { site }), thrown => answersThrown(m, thrown, site));
      if (!m.alive) return;
      const end = m.path;
      const called = m.events.some(event => event.kind === 'next');
      for (const way of waysOf(result, end)) {
        m.path = way.path;
        if (isResponse(way.value) === true && way.value.t === 'model' && (way.value.state as ResponseState).via === RESOLVED) continue;
        if (isResponse(way.value) === true) settle(m, way.value, site, 'nothing', 'return');
        else if (!called) m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: RESOLVED });
      }
      m.path = end;
    },
  };
}

/** The middleware that a module exports. */
function middlewareOf(program: Program, file: string): readonly Step[] {
  const facts = program.environment.facts(file);
  const name = facts?.exports.flatMap(fact => fact.kind === 'star' ? [] : [fact.exported]).find(one => one === 'middleware' || one === 'unstable_middleware');
  const module = name === undefined ? undefined : program.load(file);
  const value = module && name !== undefined ? program.exported(module, name) : undefined;
  return module && value?.t === 'list' ? value.items.map(one => middlewareStep(one, one.t === 'fn' ? one.site : siteOfExport(module, name ?? ''))) : [];
}

/** Runs a loader or an action and says what it answers. */
function invoke(m: Machine, value: Value, exchange: Exchange, site: Site): void {
  const result = answeringThrown(m, () => m.call(value, [given(exchange)], { site }), thrown => answersThrown(m, thrown, site));
  onEachWay(m, result, one => {
    if (isResponse(one) === true || isOpaque(one)) settle(m, one, site, 'nothing', 'return');
    else m.emit({ kind: 'respond', value: one, status: lit(200), site, via: 'return' });
  });
}

const exchangeOf = (request: FetchRequest): Exchange => ({ values: { given: object([['request', fetchRequest(request)], ['params', input('path')], ['context', contextOf()], ['url', requestUrl(request)]]) } });

/**
 * The methods that an action serves: those that it does not refuse when it asks which one it is. One that does not ask is there for forms;
 * it would take the others, too.
 */
function methodsOf(m: Machine, value: Value, path: string, site: Site): readonly string[] {
  const trial = (method: string | null): { readonly served: boolean; readonly asks: boolean } => m.isolated(() => {
    m.fuel = FUEL.endpoint;
    m.units = m.program.loadUnits as Set<string>;
    invoke(m, value, exchangeOf({ method, path }), site);
    const answers = m.events.filter(event => event.kind === 'respond');
    const refused = answers.some(event => event.status?.t === 'lit' && event.status.v === 405);
    return { served: m.starved || answers.length === 0 || answers.some(event => !(event.status?.t === 'lit' && Number(event.status.v) >= 400)), asks: refused };
  });
  if (value.t !== 'fn' || !trial(null).asks) return ['POST'];
  const known = WRITING.filter(method => trial(method).served);
  return known.length > 0 ? known : ['POST'];
}

function endpointsOf(program: Program, application: Application, route: RouteFile): readonly RawEndpoint[] {
  const names = program.environment.facts(route.file)?.exports.flatMap(fact => fact.kind === 'star' ? ['*'] : [fact.exported]) ?? [];
  if (!names.some(name => name === 'loader' || name === 'action' || name === '*')) return [];
  const module = program.load(route.file);
  if (!module) return [];
  const page = names.includes('default');
  return ['loader', 'action'].flatMap(name => {
    const value = program.exported(module, name);
    if (value === undefined || isMissing(value) || isToldElsewhere(value)) return [];
    return contractPaths(route.path).flatMap(path => {
      const site = siteOfExport(module, name);
      const methods = name === 'loader' ? ['GET'] : methodsOf(program.machine, unwrap(value, site).handler, path, site);
      // The data of a page has an address of its own; the page itself is none of an API.
      const address = page && name === 'loader' ? `${path === '/' ? '/_root' : path}.data` : path;
      return methods.map(method => endpoint(program, application, { route, module, method, address, path, value, site }));
    });
  });
}

interface Declared { readonly route: RouteFile; readonly module: ModuleInstance; readonly method: string; readonly address: string; readonly path: string; readonly value: Value; readonly site: Site }

function endpoint(program: Program, { project, base, root }: Application, { route, method, address, path, value: exported, site }: Declared): RawEndpoint {
  const { handler: value, wrappers } = unwrap(exported, site);
  const handlerSite = value.t === 'fn' ? value.site : site;
  const handler: Step = { kind: 'handler', scope: 'handler', value, site: handlerSite, style: 'wrapper', run: (m, exchange) => { invoke(m, value, exchange, site); } };
  const guards = [...root === null ? [] : [root], ...route.around, route.file].flatMap(file => middlewareOf(program, file));
  return {
    method, protocol: 'http', framework: 'react-router', state: 'live', site, handler: value, handlerSite,
    components: [...base ? [base] : [], { text: address, complete: !address.includes('{…}'), site: null, assumptions: [] }],
    application: { id: project.id, entry: project.entry }, steps: [...guards, ...wrappers, handler],
    exchange: () => exchangeOf({ method, path: `${base?.text ?? ''}${path}` }),
    ordered: false, deprecated: isDeprecated(value), marker: null, bodyValidated: null,
  };
}

/** React Router 7 as a framework, and Remix (https://reactrouter.com/how-to/resource-routes): loaders and actions of route modules. */
export const dialect: Dialect = {
  name: 'react-router',
  packages: ['react-router'],
  registrars: new Set(),
  models: () => ({ imports: routerModule, globals: fetchGlobal }),
  routes: program => applicationsOf(program).flatMap(application => application.routes.flatMap(route => endpointsOf(program, application, route))),
};
