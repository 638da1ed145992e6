import type { EndpointState, Protocol } from '../model/api';
import type { Site } from '../model/facts';
import { siteKey } from '../model/facts';
import type { Machine } from '../evaluate/machine';
import { ownAnswer } from '../evaluate/library';
import type { Program } from '../evaluate/program';
import type { ModelValue, Value } from '../evaluate/value';
import { alternatives } from '../evaluate/value';
import type { Exchange, RawComponent, RawEndpoint, Step } from './dialect';
import type { PathSyntax } from './paths';
import { below, joinComponents, pathComponents, UNKNOWN_PART } from './paths';
import { isServing } from './served';

/** A router or application: an ordered list of what was registered on it. Shared by all dialects whose routes are calls on a router. */
export interface RouterState {
  readonly dialect: string;
  readonly app: boolean;
  readonly name: string;
  /** Grows on the heap. */
  readonly entries: RouterEntry[];
  readonly prefix: Value[];
  readonly site: Site | null;
  /** True for a parameter that nobody passed an application for. */
  readonly assumed: boolean;
}

export interface RouterEntry {
  readonly kind: 'use' | 'route' | 'param';
  /** For `route`; `ANY` for all. */
  readonly methods: readonly string[];
  readonly path: Value | null;
  readonly handlers: readonly Value[];
  readonly sites: readonly (Site | null)[];
  readonly site: Site;
  readonly conditional: boolean;
  readonly protocol?: Protocol;
}

/** How a dialect's routers behave. */
export interface RoutingRules {
  readonly dialect: string;
  readonly syntax: PathSyntax;
  /** The router behind a value given to `use` (or undefined for a middleware). */
  routerOf(value: Value): ModelValue<RouterState> | undefined;
  /** Runs a middleware or handler. */
  /** `base` is the path at which the step's router (or the step) is mounted: what the framework strips from the request's path. */
  invoke(value: Value, m: Machine, exchange: Exchange, kind: Step['kind'], base: string): void;
  /** The exchange of a request to this endpoint. */
  exchange(m: Machine, request: { readonly method: string; readonly path: string }): Exchange;
  /** Whether a value handles errors only and never guards. */
  handlesErrors(value: Value, m: Machine): boolean;
  /** Whether a terminating route hides later ones. */
  readonly ordered: boolean;
  /** Whether a router answers requests; what it was made as, where this is not given. */
  readonly isApp?: (router: ModelValue<RouterState>) => boolean;
  /** True where prefixes are whole paths: to mount a router adds nothing to them. */
  readonly absolute?: boolean;
  /** The order in which a router really runs what was registered on it, where that is another one. */
  readonly arrange?: (entries: readonly RouterEntry[], m: Machine) => readonly RouterEntry[];
}

/** Where an application is found that something outside of it puts at a path (a function of a cloud, by its name). */
export interface Placed { readonly state: RouterState; readonly components: readonly RawComponent[]; readonly steps: readonly Step[] }

/** Applications that are put at paths, by dialects that find where when all modules ran. */
export const placedOf = (program: Program): Placed[] => program.collected<Placed>('routing.placed');

interface Collected { readonly step: Step; readonly prefix: readonly RawComponent[]; readonly exact: boolean; readonly param: string | null; readonly methods: readonly string[] | null }
interface Context {
  readonly components: readonly RawComponent[];
  readonly guards: readonly Collected[];
  readonly application: RawEndpoint['application'];
  readonly state: EndpointState;
  readonly visiting: readonly RouterState[];
}

const NOT_PLACED: Pick<Placed, 'components' | 'steps'> = { components: [], steps: [] };

/** Flattens lists of handlers (`[auth, [log]]`) with their sites. */
function flat(values: readonly Value[], sites: readonly (Site | null)[]): { readonly value: Value; readonly site: Site | null }[] {
  return values.flatMap((value, index) => value.t === 'list' ? flat(value.items, value.items.map(() => sites[index] ?? null)) : [{ value, site: sites[index] ?? null }]);
}

/** All endpoints of a set of routers: those of applications with their mounts, then those of routers that nobody mounted. */
export function flatten(routers: readonly ModelValue<RouterState>[], m: Machine, rules: RoutingRules): RawEndpoint[] {
  const out: RawEndpoint[] = [];
  const late = new Map<RawEndpoint, Step[]>();
  const reached = new Set<RouterState>();
  const mounted = new Set<RouterState>();
  for (const router of routers) for (const entry of router.state.entries) {
    if (entry.kind === 'use') for (const { value } of flat(entry.handlers, entry.sites)) for (const one of alternatives(value)) {
      const child = rules.routerOf(one);
      if (child && child.state !== router.state) mounted.add(child.state);
    }
  }
  // One `express()` that several roots reach is one application: the fullest of its states counts. One that is mounted elsewhere is none.
  const fullest = new Map<string, ModelValue<RouterState>>();
  const doubles: ModelValue<RouterState>[] = [];
  const mountedThere = new Map<string, Set<string>>();
  for (const { entries, site } of mounted) {
    const there = mountedThere.get(siteKey(site)) ?? new Set<string>();
    for (const entry of entries) there.add(siteKey(entry.site));
    mountedThere.set(siteKey(site), there);
  }
  const isDouble = ({ state }: ModelValue<RouterState>): boolean => {
    const there = mountedThere.get(siteKey(state.site));
    return there !== undefined && state.entries.every(entry => there.has(siteKey(entry.site)));
  };
  for (const router of routers) {
    if (mounted.has(router.state)) continue;
    if (isDouble(router)) { doubles.push(router); continue; }
    if (!(rules.isApp?.(router) ?? router.state.app) || router.state.assumed) continue;
    const key = siteKey(router.state.site);
    const known = fullest.get(key);
    if (!known || known.state.entries.length < router.state.entries.length) fullest.set(key, router);
    if (known) doubles.push(known.state.entries.length < router.state.entries.length ? known : router);
  }
  const apps = [...fullest.values()];
  for (const app of apps) {
    const file = app.state.site?.file ?? '';
    const places = placedOf(m.program).filter(one => one.state === app.state);
    for (const { components, steps } of places.length > 0 ? places : [NOT_PLACED]) {
      const guards = steps.map((step): Collected => ({ step, prefix: [], exact: false, param: null, methods: null }));
      walk(app.state, { components, guards, application: { id: applicationId(file, apps, app), entry: file }, state: 'live', visiting: [] });
    }
  }
  // What hangs on a double is not unmounted; it has been told already.
  const told = out.length;
  for (const double of doubles) walk(double.state, { components: [], guards: [], application: null, state: 'unmounted', visiting: [] });
  out.length = told;
  for (const router of routers) if (!reached.has(router.state)) {
    walk(router.state, { components: [], guards: [], application: null, state: 'unmounted', visiting: [] });
  }
  return out;

  function walk(router: RouterState, context: Context): void {
    if (context.visiting.includes(router) || context.visiting.length > 16 || out.length > 20_000) return;
    reached.add(router);
    const prefix = router.prefix.length > 0 ? router.prefix.flatMap(one => pathComponents(one, rules.syntax, router.site).slice(0, 1)) : [];
    const base = rules.absolute === true ? prefix : [...context.components, ...prefix];
    const scope = router.app ? 'app' : 'router';
    const guards: Collected[] = [...context.guards];
    const first = out.length;
    const push = (entry: RouterEntry, method: string, components: readonly RawComponent[], state: EndpointState, inner: readonly Step[], last: { readonly value: Value; readonly site: Site | null }): void => {
      const path = joinComponents(components);
      const before = [...guards];
      const applicable = (at: string, asked: string): Step[] => before.flatMap(guard => {
        if (guard.methods !== null && asked !== 'ANY' && !guard.methods.includes(asked)) return [];
        const runs = guard.param === null ? matches(at, guard) : at.includes(`{${guard.param}}`);
        return runs === false ? [] : [runs ? guard.step : { ...guard.step, unsure: true }];
      });
      const open = alternatives(last.value).map(ownAnswer).find(one => one !== undefined)?.open ?? null;
      const behind: Step[] = [];
      const endpoint: RawEndpoint = {
        method, components, late: behind, protocol: entry.protocol ?? 'http', framework: rules.dialect, application: context.application, state, site: entry.site,
        handler: last.value, handlerSite: last.site ?? entry.site,
        steps: [...applicable(path, method), ...inner, stepOf(last.value, last.site ?? entry.site, 'handler', 'handler', base)],
        exchange: machine => rules.exchange(machine, { method, path }), elsewhere: (machine, other) => rules.exchange(machine, { method, path: other }), ordered: rules.ordered, deprecated: false, marker: open === null ? null : { kind: 'public', why: open, site: last.site ?? entry.site }, bodyValidated: null,
        ...isServing(last.value) ? { stepsBelow: applicable } : {},
      };
      late.set(endpoint, behind);
      out.push(endpoint);
    };
    for (const entry of rules.arrange?.(router.entries, m) ?? router.entries) {
      const state: EndpointState = context.state === 'live' && entry.conditional ? 'conditional' : context.state;
      const handlers = flat(entry.handlers, entry.sites);
      for (const component of pathComponents(entry.path, rules.syntax, entry.site)) {
        const components = [...base, component];
        if (entry.kind === 'param') {
          for (const { value, site } of handlers) guards.push({ step: stepOf(value, site ?? entry.site, 'guard', 'path', base), prefix: base, exact: false, param: component.text.replace(/[{}/]/g, ''), methods: null });
          continue;
        }
        if (entry.kind === 'use') {
          for (const { value, site } of handlers) {
            const children = alternatives(value).map(one => rules.routerOf(one)).filter(one => one !== undefined);
            for (const child of children) walk(child.state, { components, guards: [...guards], application: context.application, state, visiting: [...context.visiting, router] });
            if (children.length > 0 || rules.handlesErrors(value, m)) continue;
            const own = alternatives(value).map(ownAnswer).find(one => one !== undefined);
            if (own) push(entry, own.method, own.path === '' || joinComponents(components).endsWith('*}') ? components : [...components, { text: own.path, complete: true, site: site ?? entry.site, assumptions: [] }], state, [], { value: own.handler, site: site ?? entry.site });
            if (isServing(value)) push(entry, 'ANY', components, state, [], { value, site: site ?? entry.site });
            const guard: Collected = { step: stepOf(value, site ?? entry.site, 'guard', entry.path === null ? scope : 'path', components), prefix: components, exact: false, param: null, methods: null };
            guards.push(guard);
            for (const earlier of out.slice(first)) if (matches(joinComponents(earlier.components), guard) === true) late.get(earlier)?.push(guard.step);
          }
          continue;
        }
        const last = handlers[handlers.length - 1];
        if (!last) continue;
        const inner = handlers.slice(0, -1).map(({ value, site }) => stepOf(value, site ?? entry.site, 'guard', 'route', base));
        for (const method of entry.methods) push(entry, method, components, state, inner, last);
        // `app.all('/admin/*', requireAdmin)`: a route may be a guard of what comes after it.
        if (rules.ordered) for (const { value, site } of handlers) {
          guards.push({ step: stepOf(value, site ?? entry.site, 'guard', 'path', base), prefix: components, exact: true, param: null, methods: entry.methods.includes('ANY') ? null : entry.methods });
        }
      }
    }
  }

  function stepOf(value: Value, site: Site, kind: Step['kind'], scope: Step['scope'], mounted: readonly RawComponent[]): Step {
    const base = joinComponents(mounted);
    return { kind, scope, value, site, style: 'argument', run: (machine, exchange) => { rules.invoke(value, machine, exchange, kind, base); } };
  }
}

/**
 * Whether a guard runs for a path; undefined where nothing of the guard's path is known. A route that stands before only counts where its
 * pattern covers the path. An unknown part of a prefix (a base path from the configuration) is taken to be empty, as in the endpoint's path.
 */
function matches(path: string, guard: Collected): boolean | undefined {
  const prefix = joinComponents(guard.prefix);
  if (guard.exact) return prefix === path || (/\*\}?$/.test(prefix) && below(path, prefix) === true);
  if (below(path, prefix) === true) return true;
  if (!prefix.includes(UNKNOWN_PART)) return false;
  const known = joinComponents([{ text: prefix.replaceAll(UNKNOWN_PART, '') }]);
  if (known === '/') return undefined;
  return below(joinComponents([{ text: path.replaceAll(UNKNOWN_PART, '') }]), known) === true;
}

function applicationId(file: string, apps: readonly ModelValue<RouterState>[], app: ModelValue<RouterState>): string {
  const same = apps.filter(one => one.state.site?.file === file);
  return same.length > 1 ? `${file}#${same.indexOf(app) + 1}` : file;
}
