import type { Machine } from '../../evaluate/machine';
import type { Program } from '../../evaluate/program';
import type { Value } from '../../evaluate/value';
import { hole, lit, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { onEachWay } from '../on-each-way';
import { callMiddleware } from '../class-routes';
import type { Hanging } from '../controllers';
import { hanging, listed, nowhere } from '../controllers';
import type { Exchange, RawComponent, RawEndpoint, Step } from '../dialect';
import { isMissing } from '../exported';
import { joinComponents, pathComponents } from '../paths';
import { itemSites } from '../written';
import type { App, AppState, Service } from './application';
import { VIA } from './application';

/** The methods of services by the method of HTTP; those that need an id say so. */
const methods: readonly (readonly [name: string, verb: string, one: boolean])[] = [
  ['find', 'GET', false], ['get', 'GET', true], ['create', 'POST', false], ['update', 'PUT', true], ['patch', 'PATCH', true], ['remove', 'DELETE', true],
];
const syntax = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

/** Whether a service has a method: of what a library made all are taken to be there, but of the one that signs in. */
function has(m: Machine, service: Value, name: string): boolean {
  if (service.t === 'sym') return (service.op === 'new' || service.op === 'call') && (!isSignIn(service) || name === 'create' || name === 'remove');
  const member = m.get(service, name);
  return !isMissing(member) && member.t !== 'hole';
}
const isSignIn = (v: Value): boolean => v.t === 'sym' && v.op === 'new' && v.base.t === 'sym' && v.base.op === 'import' && v.base.name === 'AuthenticationService';

interface Hook { readonly value: Value; readonly site: Site | null }

/** The hooks of one time for a method: those for all methods first. */
function hooksOf(m: Machine, service: Service, maps: readonly Value[], time: string, method: string): Hook[] {
  return maps.flatMap(map => {
    const at = m.get(map, time);
    // `around: [hook]` is for all methods.
    if (at.t === 'list') return listed(at).map(({ value, site }) => ({ value, site }));
    // What is not seen may ask for anything, whatever it is called.
    if (at.t !== 'object') return at.t === 'lit' ? [] : [{ value: hole('hooks that could not be followed', service.site), site: service.site }];
    return ['all', method].flatMap(key => {
      const given = m.get(at, key);
      const sites = itemSites(m, given);
      return listed(given).map(({ value, site }, index) => ({ value, site: sites[index] ?? site }));
    });
  });
}

/** The exchange with what hooks get. */
function exchangeOf(at: Hanging, m: Machine, request: { readonly method: string; readonly path: string }, app: AppState, service: Service, method: string, one: boolean): Exchange {
  const made = at.exchange(m, request);
  const { req = UNDEFINED } = made.values;
  const params = object([['query', m.get(req, 'query')], ['headers', m.get(req, 'headers')], ['route', m.get(req, 'params')], ['provider', lit('rest')]]);
  const context = object([
    ['path', lit(service.name)], ['method', lit(method)], ['params', params], ['service', service.value], ['id', one ? m.get(m.get(req, 'params'), 'id') : UNDEFINED], ['data', m.get(req, 'body')],
    ['http', object()], ['type', lit('before')], ['app', object([['get', native('app.get', (_m, call) => hole('a setting of the application', call.site))], ['service', native('app.service', (_m, call) => app.services.find(each => each.name === stringOf(call.args[0]))?.value ?? hole('a service', call.site))]])],
  ]);
  return { values: { ...made.values, context } };
}

function hookStep({ value, site }: Hook, around: boolean): Step {
  return {
    kind: 'guard', scope: 'route', value, site, style: 'argument',
    run(m, exchange) {
      const goOn = (): Value => { m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: 'hook' }); return UNDEFINED; };
      const context = exchange.values.context ?? UNDEFINED;
      if (around) m.call(value, [context, native('next', goOn)], { site });
      else { m.call(value, [context], { site }); if (m.alive) goOn(); }
    },
  };
}

function handlerStep(service: Service, method: string, maps: readonly Value[], handler: Value): Step {
  const site = handler.t === 'fn' ? handler.site : service.site;
  return {
    kind: 'handler', scope: 'handler', value: handler, site, style: 'argument',
    run(m, exchange) {
      const context = exchange.values.context ?? UNDEFINED;
      const part = (key: string): Value => m.get(context, key);
      const args: Readonly<Record<string, readonly Value[]>> = { find: [part('params')], create: [part('data'), part('params')], get: [part('id'), part('params')], remove: [part('id'), part('params')] };
      const value = m.call(handler, args[method] ?? [part('id'), part('data'), part('params')], { self: service.value, site: service.site });
      if (!m.alive) return;
      m.set(context, 'result', value);
      for (const hook of hooksOf(m, service, maps, 'after', method)) m.call(hook.value, [context], { site: hook.site });
      if (!m.alive) return;
      const changed = context.t === 'object' && context.props.has('#changed');
      const status = m.get(part('http'), 'status');
      onEachWay(m, changed ? hole('what hooks leave of the result', site) : part('result'), one => {
        const empty = one.t === 'lit' && (one.v === undefined || one.v === null);
        m.emit({ kind: 'respond', value: empty ? UNDEFINED : one, status: isMissing(status) ? lit(empty ? 204 : method === 'create' ? 201 : 200) : status, site, via: 'return' });
      });
    },
  };
}

function endpointsOf(m: Machine, at: Hanging, app: AppState, service: Service): RawEndpoint[] {
  const maps = [...app.hooks, ...service.hooks];
  const allowed = listed(m.get(service.options, 'methods')).flatMap(({ value }) => stringOf(value) ?? []);
  return methods.flatMap(([name, method, one]) => {
    if ((allowed.length > 0 && !allowed.includes(name)) || !has(m, service.value, name)) return [];
    const handler = service.value.t === 'sym' ? hole('a service of a library', service.site) : m.get(service.value, name);
    const steps = [
      ...service.before.map(({ value, site }): Step => ({ kind: 'guard', scope: 'route', value, site, style: 'argument', run(machine, { values }) { callMiddleware(machine, value, 'handle', values, site); } })),
      ...hooksOf(m, service, maps, 'around', name).map(hook => hookStep(hook, true)), ...hooksOf(m, service, maps, 'before', name).map(hook => hookStep(hook, false)),
      handlerStep(service, name, maps, handler),
    ];
    return pathComponents(service.path, syntax, service.pathSite).map((own): RawEndpoint => {
      const components: RawComponent[] = [...at.components, own, ...one ? [{ text: '{id}', complete: true, site: service.site, assumptions: [] }] : []];
      const request = { method, path: joinComponents(components) };
      return {
        method, components, protocol: 'http', framework: 'feathers', application: at.application, state: service.conditional && at.state === 'live' ? 'conditional' : at.state,
        site: handler.t === 'fn' ? handler.site : service.site, handler: handler.t === 'fn' ? handler : null, handlerSite: handler.t === 'fn' ? handler.site : service.site,
        steps: [...at.steps(request.path, method), ...steps], exchange: machine => exchangeOf(at, machine, request, app, service, name, one), ordered: false, deprecated: false, marker: null, bodyValidated: null,
      };
    });
  });
}

/** Koa's own middleware in front of the services, which is not followed here: what it asks for is not known. */
function outerSteps({ outer }: AppState): readonly Step[] {
  return outer.filter(one => one.value.t !== 'native').map(({ value, site }) => ({ kind: 'guard', scope: 'app', value: value.t === 'fn' ? hole('a middleware of Koa', site) : value, site, style: 'argument', run: () => undefined }));
}

/** The endpoints of the services of all applications with a transport for HTTP. */
export function behind(program: Program, told: readonly RawEndpoint[]): readonly RawEndpoint[] {
  const m = program.machine;
  const apps = program.collected<App>('feathers.app');
  if (apps.length === 0) return told;
  const { others, hosts } = hanging<AppState>(program, told, VIA);
  const served = new Set<AppState>();
  const out = [...others];
  for (const { at, server } of hosts) {
    served.add(server);
    out.push(...server.services.flatMap(service => endpointsOf(m, at, server, service)));
  }
  for (const { state } of apps) {
    if (served.has(state)) continue;
    const file = state.site?.file ?? '';
    const at: Hanging = state.kind === 'koa' && state.rest.length > 0 ? { ...nowhere, application: { id: file, entry: file }, state: 'live', steps: () => outerSteps(state) } : nowhere;
    out.push(...state.services.flatMap(service => endpointsOf(m, at, state, service)));
  }
  return out;
}
