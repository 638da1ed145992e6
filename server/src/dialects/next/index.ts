import type { Site } from '../../model/facts';
import { FUEL } from '../../evaluate/machine';
import type { Machine } from '../../evaluate/machine';
import type { Program } from '../../evaluate/program';
import type { Value } from '../../evaluate/value';
import { alternatives, hole, input, object, UNDEFINED } from '../../evaluate/value';
import type { Dialect, Exchange, RawComponent, RawEndpoint, Step } from '../dialect';
import { isDeprecated, isMissing, isToldElsewhere, siteOfExport, unwrap } from '../exported';
import type { FetchRequest } from '../fetch';
import { fetchGlobal, fetchRequest, isResponse, settle } from '../fetch';
import type { Application, RouteFile } from './applications';
import { applicationsOf } from './applications';
import { basePathOf } from './configuration';
import { covers } from './matcher';
import { nextModule } from './modules';
import { apiExchange, methodsOf } from './pages';
import { endsOptional } from './paths';

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

interface Context {
  readonly program: Program;
  readonly application: Application;
  readonly prefix: RawComponent | null;
  readonly middleware: { readonly value: Value; readonly matcher: Value | undefined; readonly site: Site } | null;
}

/** The step of the application's middleware for a path; null when it does not run there. */
function middlewareStep(context: Context, path: string, optional: boolean): Step | null {
  const { middleware } = context;
  if (!middleware) return null;
  const { value, matcher, site } = middleware;
  const runs = covers(matcher, path, optional);
  if (runs === false) return null;
  const base = { kind: 'guard', scope: 'file', site, style: 'wrapper' } as const;
  if (runs === undefined) return { ...base, value: hole('whether the middleware runs for this path', site, [value]), run: () => undefined };
  return {
    ...base, value,
    run(m, exchange) {
      // What is not of the workspace answers for itself.
      const known = alternatives(value).some(one => one.t !== 'sym' && one.t !== 'hole');
      if (!known) return;
      settle(m, m.call(value, [exchange.values['request'] ?? UNDEFINED, object()], { site }), site, 'goes on', 'middleware');
    },
  };
}

function endpoint(context: Context, route: RouteFile, method: string, exported: Value, site: Site): RawEndpoint {
  const { handler: value, wrappers } = unwrap(exported, site);
  const request: FetchRequest = { method: method === 'ANY' ? null : method, path: route.path };
  const handlerSite = value.t === 'fn' ? value.site : site;
  const handler: Step = {
    kind: 'handler', scope: 'handler', value, site: handlerSite, style: 'wrapper',
    run: (m, exchange) => { invoke(route, value, m, exchange, site); },
  };
  const guard = middlewareStep(context, route.path, endsOptional(route.file));
  return {
    method, protocol: 'http', framework: 'next', state: 'live', site, handler: value, handlerSite,
    components: [...context.prefix ? [context.prefix] : [], { text: route.path, complete: true, site: null, assumptions: [] }],
    application: { id: context.application.id, entry: context.application.entry },
    steps: [...guard ? [guard] : [], ...wrappers, handler],
    exchange: () => exchangeFor(route, request),
    ordered: false, deprecated: isDeprecated(value), marker: null, bodyValidated: null,
  };
}

function exchangeFor(route: RouteFile, request: FetchRequest): Exchange {
  const values = { request: fetchRequest(request) };
  return { values: route.kind === 'app' ? values : { ...values, ...apiExchange(request) } };
}

function invoke(route: RouteFile, value: Value, m: Machine, { values }: Exchange, site: Site): Value {
  const given = route.kind === 'app' ? [values['request'] ?? UNDEFINED, object([['params', input('path')]])] : [values['req'] ?? UNDEFINED, values['res'] ?? UNDEFINED];
  const result = m.call(value, given, { site });
  // An API route answers on `res`; on the edge it returns a response.
  if (route.kind === 'app' || alternatives(result).some(one => isResponse(one) === true)) settle(m, result, site, 'nothing', 'return');
  return result;
}

function endpointsOf(context: Context, route: RouteFile): RawEndpoint[] {
  const { program } = context;
  const module = program.modules.get(route.file);
  if (!module) return [];
  if (route.kind === 'app') {
    return program.exportNames(module).filter(name => METHODS.has(name)).flatMap(name => {
      const value = program.exported(module, name);
      return value === undefined || isMissing(value) || isToldElsewhere(value) ? [] : [endpoint(context, route, name, value, siteOfExport(module, name))];
    });
  }
  const value = program.exported(module, 'default');
  if (value === undefined || isMissing(value) || isToldElsewhere(value)) return [];
  const site = siteOfExport(module, 'default');
  const methods = value.t === 'fn'
    ? methodsOf(program.machine, route.path, (m, request) => invoke(route, value, m, exchangeFor(route, request), site), FUEL.endpoint)
    : ['ANY'];
  return methods.map(method => endpoint(context, route, method, value, site));
}

function contextOf(program: Program, application: Application): Context {
  const module = application.middleware === null ? undefined : program.load(application.middleware);
  const name = module ? ['middleware', 'proxy', 'default'].find(one => !isMissing(program.exported(module, one))) : undefined;
  const value = module && name !== undefined ? program.exported(module, name) : undefined;
  const config = module ? program.exported(module, 'config') : undefined;
  return {
    program, application, prefix: basePathOf(program, application.config),
    middleware: module && name !== undefined && value ? { value, matcher: config && !isMissing(config) ? program.machine.get(config, 'matcher') : undefined, site: siteOfExport(module, name) } : null,
  };
}

/** Next.js (https://nextjs.org/docs/app/api-reference/file-conventions/route): route handlers of the app router and API routes of the pages router. */
export const dialect: Dialect = {
  name: 'next',
  packages: ['next'],
  registrars: new Set(),
  models: () => ({ imports: nextModule, globals: fetchGlobal }),
  conventions: environment => applicationsOf(environment).flatMap(application => [...application.routes.map(route => route.file), ...application.middleware === null ? [] : [application.middleware]]),
  routes: program => applicationsOf(program.environment).flatMap(application => {
    const context = contextOf(program, application);
    return application.routes.flatMap(route => endpointsOf(context, route));
  }),
};
