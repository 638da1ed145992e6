import type { Site } from '../../model/facts';
import type { Machine } from '../../evaluate/machine';
import { waysOf } from '../../evaluate/path';
import type { ModuleInstance, Program } from '../../evaluate/program';
import type { Value } from '../../evaluate/value';
import { lit, UNDEFINED } from '../../evaluate/value';
import type { Dialect, RawEndpoint, Step } from '../dialect';
import { isDeprecated, isMissing, isToldElsewhere, siteOfExport, unwrap } from '../exported';
import { fetchGlobal, isResponse, settle } from '../fetch';
import { answeringThrown } from '../thrown';
import type { Application, RouteFile } from './applications';
import { aliasesOf, applicationsOf, conventionalFiles } from './applications';
import { endingOf, enter, eventOf, failureOf } from './event';
import { answersThrown, hooksOf, hookStep, isOpaque } from './hooks';
import { kitModule } from './modules';

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

interface Context { readonly program: Program; readonly application: Application; readonly guards: readonly Step[]; readonly closed: boolean }
interface Declared { readonly method: string; readonly path: string; readonly value: Value; readonly site: Site; readonly kind: 'endpoint' | 'action' }

function endpoint({ application, guards, closed }: Context, route: RouteFile, declared: Declared): RawEndpoint {
  const { method, path, site } = declared;
  const { handler: value, wrappers } = unwrap(declared.value, site);
  const handlerSite = value.t === 'fn' ? value.site : site;
  const handler: Step = {
    kind: 'handler', scope: 'handler', value, site: handlerSite, style: 'wrapper',
    run: (m, { values }) => { invoke(m, value, values['event'] ?? UNDEFINED, declared.kind, site); },
  };
  const { project, base } = application;
  return {
    method, protocol: 'http', framework: 'sveltekit', state: 'live', site, handler: value, handlerSite,
    components: [...base ? [base] : [], { text: path, complete: true, site: null, assumptions: [] }],
    application: { id: project.id, entry: project.entry }, steps: [...guards, ...wrappers, handler],
    exchange: () => ({ values: { event: eventOf({ method: method === 'ANY' ? null : method, path: `${base?.text ?? ''}${route.path}` }, route.id, closed) } }),
    ordered: false, deprecated: isDeprecated(value), marker: null, bodyValidated: null,
  };
}

/** Runs a handler on its event. A form action answers with what it returns, with `fail`, or with what it throws. */
function invoke(m: Machine, value: Value, event: Value, kind: Declared['kind'], site: Site): void {
  enter(m, event);
  const result = answeringThrown(m, () => m.call(value, [event], { site }), thrown => answersThrown(m, thrown, site));
  if (kind === 'endpoint') { settle(m, result, site, 'nothing', 'return'); return; }
  if (!m.alive) return;
  const end = m.path;
  for (const way of waysOf(result, end)) {
    m.path = way.path;
    const failed = failureOf(way.value);
    if (failed) m.emit({ kind: 'respond', value: failed.data, status: failed.status, site, via: 'fail' });
    else if (isResponse(way.value) === true || isOpaque(way.value)) settle(m, way.value, site, 'nothing', 'return');
    else if (endingOf(way.value)) answersThrown(m, way.value, site);
    else m.emit({ kind: 'respond', value: way.value, status: lit(200), site, via: 'return' });
  }
  m.path = end;
}

function endpointsOf(context: Context, route: RouteFile): readonly RawEndpoint[] {
  const { program } = context;
  const module = program.modules.get(route.file) ?? program.load(route.file);
  if (!module) return [];
  return (route.kind === 'endpoint' ? methodsOf(program, module, route) : actionsOf(program, module, route)).map(one => endpoint(context, route, one));
}

/** The methods that a `+server` file exports; `fallback` serves all others. */
function methodsOf(program: Program, module: ModuleInstance, { path }: RouteFile): readonly Declared[] {
  return program.exportNames(module).filter(name => METHODS.has(name) || name === 'fallback').flatMap((name): Declared[] => {
    const value = program.exported(module, name);
    if (value === undefined || isMissing(value) || isToldElsewhere(value)) return [];
    return [{ method: name === 'fallback' ? 'ANY' : name, path, value, site: siteOfExport(module, name), kind: 'endpoint' }];
  });
}

/** The form actions of a page: `POST /login`, `POST /login?/register`. */
function actionsOf(program: Program, module: ModuleInstance, { path }: RouteFile): readonly Declared[] {
  const actions = program.exported(module, 'actions');
  if (actions?.t !== 'object') return [];
  const site = siteOfExport(module, 'actions');
  return [...actions.props].map(([name, value]): Declared => ({ method: 'POST', path: name === 'default' ? path : `${path}?/${name}`, value, site: value.t === 'fn' ? value.site : site, kind: 'action' }));
}

function contextOf(program: Program, application: Application): Context {
  const module = application.hooks === null ? undefined : program.load(application.hooks);
  const handle = module ? program.exported(module, 'handle') : undefined;
  const hooks = module && handle && !isMissing(handle) ? hooksOf(handle, siteOfExport(module, 'handle')) : [];
  return { program, application, guards: hooks.map(hookStep), closed: hooks.every(one => !isOpaque(one.value)) };
}

/** SvelteKit (https://svelte.dev/docs/kit/routing): `+server` files and form actions, behind the `handle` of `hooks.server`. */
export const dialect: Dialect = {
  name: 'sveltekit',
  packages: ['@sveltejs/kit'],
  registrars: new Set(),
  models: () => ({ imports: kitModule, globals: fetchGlobal }),
  conventions: conventionalFiles,
  aliases: aliasesOf,
  routes: program => applicationsOf(program).flatMap(application => {
    const context = contextOf(program, application);
    return application.routes.flatMap(route => endpointsOf(context, route));
  }),
};
