import type { Environment, Program } from '../../evaluate/program';
import type { Value } from '../../evaluate/value';
import { native, UNDEFINED } from '../../evaluate/value';
import type { Dialect, RawComponent, RawEndpoint, Step } from '../dialect';
import { isDeprecated, isMissing, isToldElsewhere, siteOfExport, unwrap } from '../exported';
import { fetchGlobal, settle } from '../fetch';
import { optionOf, textOption } from '../options';
import { joinComponents, pathComponents } from '../paths';
import type { Project } from '../projects';
import { filesOf, projectOf, projectsOf } from '../projects';
import { contextOf } from './context';
import { isOpaque, middlewareStep, partsOf, sequence } from './middleware';
import { pagePath } from './paths';

const CONFIG = /^astro\.config\.[cm]?[jt]s$/;
const ENDPOINT = /\.[cm]?[jt]s$/;
const NO_ENDPOINT = /\.(?:d|test|spec)\.[cm]?[jt]s$/;
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'ALL']);

interface RouteFile { readonly file: string; readonly path: string }
interface Application { readonly project: Project; readonly routes: readonly RouteFile[]; readonly guards: readonly Step[]; readonly closed: boolean; readonly base: RawComponent | null }

const projects = (environment: Environment): readonly Project[] => projectsOf(environment, CONFIG, ['astro']);
const isEndpoint = (file: string): boolean => ENDPOINT.test(file) && !NO_ENDPOINT.test(file);

function applicationsOf(program: Program): readonly Application[] {
  const { environment } = program;
  const all = projects(environment);
  return all.map((project): Application => {
    const source = `${(textOption(program, project.config, ['srcDir']) ?? 'src').replace(/^\.?\//, '').replace(/\/$/, '')}/`.replace(/^\/$/, '');
    const files = filesOf(environment, project, all);
    const routes = files.flatMap(({ file, inside }): RouteFile[] => {
      const path = inside.startsWith(`${source}pages/`) && isEndpoint(file) ? pagePath(inside.slice(source.length + 'pages/'.length)) : null;
      return path === null ? [] : [{ file, path }];
    });
    const middleware = files.find(({ inside }) => inside.startsWith(source) && /^middleware(?:\/index)?\.[cm]?[jt]s$/.test(inside.slice(source.length)))?.file;
    const module = middleware === undefined ? undefined : program.load(middleware);
    const onRequest = module ? program.exported(module, 'onRequest') : undefined;
    const parts = module && onRequest && !isMissing(onRequest) ? partsOf(onRequest, siteOfExport(module, 'onRequest')) : [];
    const base = optionOf(program, project.config, ['base']);
    const [component] = base ? pathComponents(base, text => text, null) : [];
    return { project, routes, guards: parts.map(middlewareStep), closed: parts.every(one => !isOpaque(one.value)), base: component && component.text !== '' && component.text !== '/' ? component : null };
  }).filter(application => application.routes.length > 0);
}

function endpointsOf(program: Program, application: Application, route: RouteFile): readonly RawEndpoint[] {
  const module = program.load(route.file);
  if (!module) return [];
  const { project, guards, closed, base } = application;
  return program.exportNames(module).filter(name => METHODS.has(name)).flatMap((name): readonly RawEndpoint[] => {
    const exported = program.exported(module, name);
    if (exported === undefined || isMissing(exported) || isToldElsewhere(exported)) return [];
    const site = siteOfExport(module, name);
    const { handler: value, wrappers } = unwrap(exported, site);
    const handlerSite = value.t === 'fn' ? value.site : site;
    const components = [...base ? [base] : [], { text: route.path, complete: true, site: null, assumptions: [] }];
    const handler: Step = {
      kind: 'handler', scope: 'handler', value, site: handlerSite, style: 'wrapper',
      run: (m, { values }) => { settle(m, m.call(value, [values['context'] ?? UNDEFINED], { site }), site, 'nothing', 'return'); },
    };
    return [{
      method: name === 'ALL' ? 'ANY' : name, components, protocol: 'http', framework: 'astro', state: 'live', site, handler: value, handlerSite, application: { id: project.id, entry: project.entry },
      steps: [...guards, ...wrappers, handler], exchange: () => ({ values: { context: contextOf({ method: name === 'ALL' ? null : name, path: joinComponents(components) }, closed) } }),
      ordered: false, deprecated: isDeprecated(value), marker: null, bodyValidated: null,
    }];
  });
}

const same = (name: string): Value => native(name, (_m, call) => call.args[0] ?? UNDEFINED);
const middleware: Readonly<Record<string, Value>> = { defineMiddleware: same('defineMiddleware'), sequence };

/** Astro (https://docs.astro.build/en/guides/endpoints/): endpoints below `src/pages/`, behind `onRequest` of its middleware. */
export const dialect: Dialect = {
  name: 'astro',
  packages: ['astro'],
  registrars: new Set(),
  models: () => ({
    imports: (specifier, name) => {
      if (specifier === 'astro:env/server' && name !== '*') return name === 'getSecret' ? undefined : { t: 'sym', op: 'env', name };
      return (specifier === 'astro:middleware' || specifier === 'astro/middleware') && Object.hasOwn(middleware, name) ? middleware[name] : undefined;
    },
    globals: fetchGlobal,
  }),
  conventions: environment => {
    const all = projects(environment);
    return all.length === 0 ? [] : environment.files().filter(file => { const project = isEndpoint(file) ? projectOf(all, file) : undefined; return project !== undefined && /^(?:\w+\/)?(?:pages\/|middleware(?:\/index)?\.)/.test(file.slice(project.prefix.length)); });
  },
  routes: program => applicationsOf(program).flatMap(application => application.routes.flatMap(route => endpointsOf(program, application, route))),
};
