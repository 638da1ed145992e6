import type { Program } from '../../evaluate/program';
import type { EndpointState } from '../../model/api';
import { fullest } from '../fullest';
import type { RawComponent, RawEndpoint } from '../dialect';
import { joinComponents, pathComponents } from '../paths';
import { fastifyExchange } from './exchange';
import { fastifyPath } from './paths';
import type { Instance, Route } from './state';
import { applications } from './state';
import { guardsOf, handlerStep, isSocket } from './steps';

const size = (instance: Instance): number => instance.state.routes.length + instance.state.children.reduce((sum, child) => sum + size(child), 0);

/** All endpoints of a program: those of applications, then those of plugins that nobody registers. */
export function endpoints(program: Program): RawEndpoint[] {
  const all = applications(program.machine);
  const apps = fullest(all.filter(app => !app.state.root.assumed), app => app.state.site, size);
  const out: RawEndpoint[] = [];
  for (const app of apps) {
    const file = app.state.site?.file ?? '';
    const same = apps.filter(one => one.state.site?.file === file);
    walk(app, { id: same.length > 1 ? `${file}#${same.indexOf(app) + 1}` : file, entry: file }, [[]], 'live');
  }
  for (const instance of all) if (instance.state.root.assumed) walk(instance, null, [[]], 'unmounted');
  return out;

  function walk(instance: Instance, application: RawEndpoint['application'], before: readonly (readonly RawComponent[])[], outer: EndpointState): void {
    const { prefix, routes, children, conditional } = instance.state;
    const state = outer === 'live' && conditional ? 'conditional' : outer;
    const bases = prefix ? before.flatMap(base => pathComponents(prefix.value, fastifyPath, prefix.site).map(one => [...base, one])) : before;
    for (const route of routes) for (const base of bases) for (const component of pathComponents(route.path, fastifyPath, route.pathSite ?? route.site)) {
      out.push(...endpointsOf(program, route, attached(base, component), application, state === 'live' && route.conditional ? 'conditional' : state));
    }
    for (const child of children) if (out.length < MAX_ENDPOINTS) walk(child, application, bases, state);
  }
}

const MAX_ENDPOINTS = 20_000;

/** A path without a slash continues the last segment of the prefix. */
function attached(base: readonly RawComponent[], component: RawComponent): readonly RawComponent[] {
  const last = base[base.length - 1];
  if (!last || component.text === '' || component.text.startsWith('/') || last.text.endsWith('/') || component.text.startsWith('{…}')) return [...base, component];
  return [...base.slice(0, -1), { ...last, text: `${last.text}${component.text}`, complete: last.complete && component.complete }];
}

function endpointsOf(program: Program, route: Route, components: readonly RawComponent[], application: RawEndpoint['application'], state: EndpointState): RawEndpoint[] {
  const m = program.machine;
  const path = joinComponents(components);
  const schema = m.get(m.get(route.options, 'schema'), 'body');
  const guards = guardsOf(m, route, path);
  // What a library serves is open on purpose, unless the application put something before it.
  const open = route.publicBecause !== null && guards.length === 0;
  // HEAD goes with every GET.
  const methods = route.methods.includes('GET') ? route.methods.filter(method => method !== 'HEAD') : route.methods;
  return methods.map((method): RawEndpoint => ({
    method, components, protocol: isSocket(m, route) ? 'websocket' : 'http', framework: 'fastify', application, state, site: route.site, handler: route.handler, handlerSite: route.handlerSite,
    steps: [...guards, handlerStep(route)], exchange: () => fastifyExchange({ method, path, route }), ordered: false,
    deprecated: isDeprecated(route), marker: open ? { kind: 'public', why: route.publicBecause ?? '', site: route.site } : null,
    bodyValidated: schema.t === 'object' || (schema.t === 'sym' && schema.op === 'call') ? true : null,
  }));

  function isDeprecated({ options }: Route): boolean {
    const value = m.get(m.get(options, 'schema'), 'deprecated');
    return value.t === 'lit' && value.v === true;
  }
}
