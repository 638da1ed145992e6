import type { Program } from '../../evaluate/program';
import type { EndpointState } from '../../model/api';
import { stringOf } from '../../evaluate/value';
import { fullest } from '../fullest';
import type { RawComponent, RawEndpoint } from '../dialect';
import { joinComponents, pathComponents } from '../paths';
import { hapiExchange } from './exchange';
import { hapiPath } from './paths';
import type { Route } from './state';
import { isAbsent, servers, setting } from './state';
import { guardsOf, handlerStep, validatesBody } from './steps';

/** All endpoints of a program: those of servers, then those of functions that nobody gives a server. */
export function endpoints(program: Program): RawEndpoint[] {
  const all = servers(program.machine);
  const real = fullest(all.filter(one => !one.state.root.assumed), one => one.state.root.site, one => one.state.root.routes.length);
  const out: RawEndpoint[] = [];
  for (const server of real) {
    const file = server.state.root.site?.file ?? '';
    const same = real.filter(one => one.state.root.site?.file === file);
    const application = { id: same.length > 1 ? `${file}#${same.indexOf(server) + 1}` : file, entry: file };
    for (const route of server.state.root.routes) out.push(...endpointsOf(program, route, application));
  }
  for (const server of all) if (server.state.root.assumed) for (const route of server.state.root.routes) out.push(...endpointsOf(program, route, null));
  return out;
}

function endpointsOf(program: Program, route: Route, application: RawEndpoint['application']): RawEndpoint[] {
  const m = program.machine;
  const { server } = route;
  const conditional = route.conditional || server.state.conditional;
  const state: EndpointState = application === null ? 'unmounted' : conditional ? 'conditional' : 'live';
  let bases: readonly (readonly RawComponent[])[] = [[]];
  for (const prefix of server.state.prefix) bases = bases.flatMap(base => pathComponents(prefix.value, hapiPath, prefix.site).map(one => [...base, one]));
  const { steps, authentication } = guardsOf(m, route);
  const mode = authentication === 'unknown' ? 'try' : authentication ? authentication.mode : null;
  const open = authentication === false ? 'the route says that it wants no authentication'
    : authentication === null && steps.length === 0 && route.handler.t === 'native' ? stringOf(route.handler.props.get('#public')) ?? null : null;
  return bases.flatMap(base => pathComponents(route.path, hapiPath, route.pathSite ?? route.site).flatMap(component => {
    const components = [...base, component];
    const path = joinComponents(components);
    return route.methods.map((method): RawEndpoint => ({
      method, components, protocol: 'http', framework: 'hapi', application, state, site: route.site, handler: route.handler, handlerSite: route.handlerSite,
      steps: [...steps, handlerStep(route)], exchange: machine => hapiExchange(machine, { method, path, route, mode }), ordered: false, deprecated: isDeprecated(route),
      marker: open === null ? null : { kind: 'public', why: open, site: route.site }, bodyValidated: validatesBody(m, route),
    }));
  }));

  function isDeprecated(one: Route): boolean {
    const plugins = setting(m, one, 'plugins');
    const swagger = isAbsent(plugins) || plugins.t === 'lit' ? plugins : m.get(plugins, 'hapi-swagger');
    const value = swagger.t === 'object' ? m.get(swagger, 'deprecated') : swagger;
    return value.t === 'lit' && value.v === true;
  }
}
