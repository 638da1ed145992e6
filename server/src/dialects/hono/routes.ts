import { siteKey } from '../../model/facts';
import type { Program } from '../../evaluate/program';
import type { Value } from '../../evaluate/value';
import { alternatives, hole } from '../../evaluate/value';
import type { EndpointState } from '../../model/api';
import type { RawComponent, RawEndpoint, Step } from '../dialect';
import { joinComponents, pathComponents } from '../paths';
import type { App, PathPart, Route } from './app';
import { mountedApp } from './app';
import type { PathPattern } from './paths';
import { covers, honoPath, patternOf } from './paths';
import { served } from './served';
import { honoExchange, invoke } from './steps';

/** A route at one of its paths. */
interface Placed { readonly route: Route; readonly components: readonly RawComponent[]; readonly path: string; readonly pattern: PathPattern }

/** All combinations of the alternatives of the parts of a path. */
function places(route: Route): Placed[] {
  let all: (readonly RawComponent[])[] = [[]];
  for (const part of route.parts) {
    const each = pathComponents(part.value, text => text, part.site);
    all = all.flatMap(before => each.map(one => [...before, one])).slice(0, MAX_PATHS);
  }
  return all.map(raw => {
    const components = raw.map((one, index) => ({ ...one, text: convert(one.text, index === raw.length - 1) }));
    return { route, components, path: joinComponents(components), pattern: patternOf(raw.map(one => one.text).join('/')) };
  });
}

/** The most paths that one registration stands for. */
const MAX_PATHS = 64;

/** A star in the middle of a path is any one part. */
const convert = (text: string, last: boolean): string => last ? honoPath(text) : honoPath(text).replace(/\{rest\*\}$/, '{param}');

/** The routes of an application with those of the applications that are mounted by their `fetch`. */
function expanded(app: App, visiting: readonly object[] = []): Route[] {
  if (visiting.includes(app.state.routes) || visiting.length > 8) return [];
  return app.state.routes.flatMap(route => {
    if (route.kind !== 'mount') return [route];
    return route.handlers.flatMap(({ value }) => alternatives(value)).flatMap(value => {
      const inner = mountedApp(value);
      const handler = inner?.props.get('#onError');
      return inner ? expanded(inner, [...visiting, app.state.routes]).map((one): Route => ({
        ...one, parts: [...route.parts, ...one.parts], depth: one.depth + route.parts.length, conditional: one.conditional || route.conditional, errors: handler ? [...one.errors, handler] : one.errors,
      })) : [];
    });
  });
}

const methodsMatch = (guard: readonly string[], method: string): boolean => method === 'ANY' ? guard.includes('ANY') : guard.includes('ANY') || guard.includes(method) || (method === 'HEAD' && guard.includes('GET'));

/** All endpoints: those of applications that are served, then what was registered on applications that nobody serves or adds. */
export function honoRoutes(program: Program): RawEndpoint[] {
  const out: RawEndpoint[] = [];
  const told = new Set<object>();
  // What a function registers each time it is called is told once, too.
  const places = new Set<string>();
  for (const { app, id, entry, before } of served(program)) {
    const routes = expanded(app);
    for (const route of routes) { told.add(route.origin); places.add(siteKey(route.site)); }
    const around: Step[] = before === null ? [] : [{ kind: 'guard', scope: 'file', value: hole(`what ${before} does for this path`), site: { file: before, unit: '', n: 0 }, style: 'wrapper', run: () => undefined }];
    out.push(...endpointsOf(app, routes, { id, entry }, 'live').map(endpoint => around.length === 0 ? endpoint : { ...endpoint, steps: [...around, ...endpoint.steps] }));
  }
  const rest = new Set<object>();
  for (const app of program.collected<App>('hono.app')) {
    if (rest.has(app.state.routes)) continue;
    rest.add(app.state.routes);
    // What was copied is told where it was registered.
    const own = app.state.routes.filter(route => route.kind !== 'mount' && !told.has(route.origin) && !places.has(siteKey(route.site)) && route.depth === app.state.base.length);
    out.push(...endpointsOf(app, own, null, 'unmounted'));
    for (const route of own) { told.add(route.origin); places.add(siteKey(route.site)); }
  }
  return out;
}

function endpointsOf(app: App, routes: readonly Route[], application: RawEndpoint['application'], state: EndpointState): RawEndpoint[] {
  const errors = app.props.get('#onError');
  const notFound = app.props.get('#notFound') ?? null;
  const placed = routes.map(places);
  // What can run before others: middleware, routes that are made for more than themselves, and those at the same path.
  const broad: number[] = [];
  const samePath = new Map<string, number[]>();
  placed.forEach((all, index) => {
    if (routes[index]?.kind === 'use' || all.some(one => one.path.endsWith('*}'))) broad.push(index);
    else for (const { path } of all) (samePath.get(path) ?? samePath.set(path, []).get(path))?.push(index);
  });
  const out: RawEndpoint[] = [];
  routes.forEach((route, index) => {
    if (route.kind === 'use') return;
    for (const place of placed[index] ?? []) for (const method of route.methods) {
      const before: Step[] = [];
      for (const earlier of [...new Set([...broad, ...samePath.get(place.path) ?? []])].filter(one => one < index).sort((a, b) => a - b)) {
        const guard = routes[earlier];
        if (guard && methodsMatch(guard.methods, method) && placed[earlier]?.some(one => runsBefore(one, place))) before.push(...stepsOf(guard, 'guard', errors));
      }
      const own = stepsOf(route, 'handler', errors);
      const last = route.handlers[route.handlers.length - 1];
      const { path, pattern, components } = place;
      out.push({
        method, components, protocol: 'http', framework: 'hono', application, site: route.site, state: state === 'live' && route.conditional ? 'conditional' : state,
        handler: last?.value ?? null, handlerSite: last?.site ?? route.site, steps: [...before, ...own],
        exchange: () => honoExchange({ method, path, pattern, notFound }),
        ordered: true, deprecated: route.deprecated || (last !== undefined && isDeprecated(last.value)), marker: null, bodyValidated: [...before, ...own].some(step => validates(step.value)) ? true : null,
      });
    }
  });
  return out;
}

/** Whether an earlier registration runs for a later one. A route that stands before only counts where it is made for more than itself. */
function runsBefore(earlier: Placed, later: Placed): boolean {
  if (earlier.route.kind !== 'use' && earlier.path !== later.path && !earlier.path.endsWith('*}')) return false;
  return covers(earlier.pattern, later.pattern) === true;
}

/** Whether the JSDoc of a handler says that it is deprecated. */
const isDeprecated = (handler: Value): boolean => handler.t === 'fn' && /@deprecated\b/.test(handler.module.facts.units[handler.unit]?.doc ?? '');

/** Whether a step is a validator of bodies. */
const validates = (v: Value): boolean => v.t === 'native' && (v.name === 'validator.json' || v.name === 'validator.form');

/** What runs for a registration; of a route, the last is the handler. */
function stepsOf(route: Route, kind: 'guard' | 'handler', root: Value | undefined): Step[] {
  const errors = root ? [...route.errors, root] : route.errors;
  return route.handlers.map(({ value, site }, index) => {
    const isHandler = kind === 'handler' && index === route.handlers.length - 1;
    return {
      kind: isHandler ? 'handler' : 'guard', scope: isHandler ? 'handler' : route.kind === 'use' ? scopeOf(route) : kind === 'handler' ? 'route' : 'path', value, site: site ?? route.site, style: 'argument',
      run: (m, exchange) => { invoke(value, m, exchange, isHandler ? 'handler' : 'guard', errors, site ?? route.site); },
    };
  });
}

/** A middleware without a path stands for its whole application. */
function scopeOf(route: Route): Step['scope'] {
  const own: PathPart | undefined = route.parts[route.parts.length - 1];
  const whole = own?.value.t === 'lit' && (own.value.v === '*' || own.value.v === '/*');
  return !whole ? 'path' : route.depth === 0 ? 'app' : 'router';
}
