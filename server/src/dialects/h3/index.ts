import type { Site } from '../../model/facts';
import type { Program } from '../../evaluate/program';
import type { Value } from '../../evaluate/value';
import type { Dialect, RawEndpoint, Step } from '../dialect';
import { isDeprecated, isMissing, isToldElsewhere, siteOfExport } from '../exported';
import { fetchGlobal } from '../fetch';
import { joinComponents } from '../paths';
import type { Application, RouteFile } from './applications';
import { aliasesOf, applicationsOf, conventionalFiles, impliedNames } from './applications';
import { eventOf } from './event';
import { h3Functions, h3Imports } from './functions';
import { functionOf, handlerOf, invoke, isOpaque } from './handler';
import { factories, programmatic } from './router';

interface Exported { readonly value: Value; readonly site: Site }

function defaultOf(program: Program, file: string): Exported | null {
  const module = program.load(file);
  const value = module ? program.exported(module, 'default') : undefined;
  return module && value && !isMissing(value) && !isToldElsewhere(value) ? { value, site: siteOfExport(module, 'default') } : null;
}

const stepOf = ({ value, site }: { readonly value: Value; readonly site: Site | null }, scope: Step['scope'], style: Step['style']): Step => {
  const fn = functionOf(value);
  return { kind: 'guard', scope, value: fn, site, style, run: (m, exchange) => { invoke(m, value, exchange, 'guard', site); } };
};

function endpointOf(application: Application, guards: readonly Step[], closed: boolean, route: RouteFile, { value, site }: Exported): RawEndpoint {
  const { project, framework, base } = application;
  const made = handlerOf(value);
  const fn = made?.fn ?? value;
  const handlerSite = fn.t === 'fn' ? fn.site : site;
  const components = [...base ? [base] : [], { text: route.path, complete: true, site: null, assumptions: [] }];
  const method = made?.websocket === true ? 'GET' : route.method;
  const handler: Step = { kind: 'handler', scope: 'handler', value: fn, site: handlerSite, style: 'wrapper', run: (m, exchange) => { invoke(m, value, exchange, 'handler', site); } };
  return {
    method, components, protocol: made?.websocket === true ? 'websocket' : 'http', framework, state: 'live', site, handler: fn, handlerSite,
    application: { id: project.id, entry: project.entry }, steps: [...guards, ...(made?.before ?? []).map(one => stepOf(one, 'route', 'option')), handler],
    exchange: () => ({ values: { event: eventOf({ method: method === 'ANY' ? null : method, path: joinComponents(components) }, closed, base ? joinComponents([base]) : '') } }),
    ordered: false, deprecated: isDeprecated(fn), marker: null, bodyValidated: null,
  };
}

function endpointsOf(program: Program, application: Application): readonly RawEndpoint[] {
  const middleware = application.middleware.flatMap(file => defaultOf(program, file) ?? []);
  const guards = middleware.map(one => stepOf(one, 'file', 'wrapper'));
  const closed = middleware.every(one => !isOpaque(functionOf(one.value)));
  return application.routes.flatMap(route => {
    const found = defaultOf(program, route.file);
    return found ? [endpointOf(application, guards, closed, route, found)] : [];
  });
}

const PACKAGES: ReadonlySet<string> = new Set(['h3', '#imports', 'nitropack/runtime', 'nitro', 'nitro/h3', 'nitro/runtime', 'h3/generic', 'nitropack']);

/** h3 (https://h3.dev), Nitro and Nuxt: handlers in files below `server/`, behind its middleware, and routers that code makes. */
export const dialect: Dialect = {
  name: 'h3',
  packages: ['h3', 'nitro'],
  registrars: new Set(['get', 'post', 'put', 'patch', 'delete', 'all', 'use']),
  models: () => ({
    imports: (specifier, name) => PACKAGES.has(specifier) ? h3Functions.get(name) ?? h3Imports.get(name) ?? (Object.hasOwn(factories, name) ? factories[name] : undefined) : undefined,
    globals: name => h3Functions.get(name) ?? (name === 'useBase' ? factories['useBase'] : fetchGlobal(name)),
  }),
  conventions: conventionalFiles,
  aliases: aliasesOf,
  implicit: impliedNames,
  routes: program => [...applicationsOf(program).flatMap(application => endpointsOf(program, application)), ...programmatic(program)],
};
