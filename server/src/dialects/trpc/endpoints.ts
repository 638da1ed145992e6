import type { EndpointState } from '../../model/api';
import type { Expr } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import type { Program } from '../../evaluate/program';
import { visitStatements } from '../../evaluate/roots';
import type { Value } from '../../evaluate/value';
import { object, stringOf } from '../../evaluate/value';
import type { Exchange, RawComponent, RawEndpoint, Step } from '../dialect';
import { pathComponents } from '../paths';
import { anyContext, enter, entering, hostsOf, mountOf, plainExchange, stepsInto, withContext } from '../served';
import type { Found, ProcedureState, Router, RouterState } from './router';
import { proceduresOf } from './router';
import type { Server, Standalone } from './serve';
import { SERVING, VIA } from './serve';
import { middlewareStep, resolverStep } from './steps';

/** Where procedures hang: what leads to them, and what runs on the way. */
interface Place {
  readonly components: readonly RawComponent[];
  readonly application: RawEndpoint['application'];
  readonly state: EndpointState;
  readonly steps: readonly Step[];
  readonly exchange: RawEndpoint['exchange'];
  /** The methods that come through; null for all. */
  readonly method: string | null;
}

/** The endpoint of a procedure at a place; undefined when its requests do not come through. */
function endpointOf(program: Program, place: Place, server: Pick<Server, 'style' | 'override'>, found: Found): RawEndpoint | undefined {
  const { state } = found.procedure;
  const m = program.machine;
  const rest = server.style === 'openapi' && state.meta ? m.get(state.meta, 'openapi') : null;
  if (server.style === 'openapi' && (rest === null || rest.t === 'lit')) return undefined;
  const said = rest && stringOf(m.get(rest, 'method'));
  const usual = said ?? (state.kind === 'mutation' ? 'POST' : 'GET');
  const method = place.method === null || place.method === 'ANY' || place.method === usual ? usual : usual === 'GET' && server.override && place.method === 'POST' ? 'POST' : undefined;
  if (method === undefined) return undefined;
  const own = rest ? pathComponents(m.get(rest, 'path'), text => text, state.site) : [{ text: `/${found.name}`, complete: true, site: state.site, assumptions: [] }];
  const site = state.site ?? NOWHERE;
  return {
    method, components: [...place.components, ...own.slice(0, 1)], protocol: rest ? 'http' : 'trpc', framework: 'trpc', application: place.application, state: place.state, site,
    handler: state.resolver?.value ?? null, handlerSite: state.resolver?.site ?? site,
    steps: [...place.steps, ...state.middlewares.map(link => middlewareStep(found, link)), resolverStep(found)],
    exchange: place.exchange, ordered: false, deprecated: isDeprecated(state.resolver?.value ?? null), marker: publicMarker(program, state), bodyValidated: state.inputs.length > 0 ? true : null,
  };
}

/** What is built with something that says `public` is meant to be read by everybody; that everybody may change things, too, is not said by that. */
function publicMarker(program: Program, { kind, site }: ProcedureState): RawEndpoint['marker'] {
  if (kind === 'mutation' || site === null) return null;
  const unit = program.modules.get(site.file)?.facts.units[site.unit];
  let name: string | null = null;
  if (unit) visitStatements(unit.body, e => { if (e.k === 'call' && e.n === site.n) name = builderName(e); });
  return name !== null && /^public/i.test(name) ? { kind: 'public', why: `it is built with ${String(name)}`, site } : null;
}

/** The name at the start of a chain of calls. */
function builderName(e: Expr): string | null {
  switch (e.k) {
    case 'id': return e.name;
    case 'call': return builderName(e.callee);
    case 'member': return e.obj.k === 'id' && /procedure/i.test(e.prop) ? e.prop : builderName(e.obj);
    case 'cast': return builderName(e.e);
    default: return null;
  }
}

const isDeprecated = (handler: Value | null): boolean => handler?.t === 'fn' && /@deprecated\b/.test(handler.module.facts.units[handler.unit]?.doc ?? '');

/** Who makes the context shows what is asked of callers there. */
function shownContext(server: Server): Pick<Step, 'value' | 'site'> | null {
  const { createContext } = server;
  return createContext?.t === 'fn' ? { value: createContext, site: createContext.site } : null;
}

function standalonePlace({ server, base, site }: Standalone): Place {
  const { createContext } = server;
  const given = (exchange: Exchange): Value => ({ ...object(Object.entries(exchange.values).filter(([key]) => !key.startsWith('#'))), open: true });
  const step: Step | null = createContext === null ? null : {
    kind: 'guard', scope: 'app', value: createContext, site: createContext.t === 'fn' ? createContext.site : site, style: 'wrapper',
    run: (m, exchange) => { entering(m, exchange, VIA, () => { enter(m, VIA, server, m.call(createContext, [given(exchange)], { site }), site); }); },
  };
  return {
    components: base ? pathComponents(base, text => text, site).slice(0, 1) : [], application: site ? { id: site.file, entry: site.file } : null, state: 'live',
    steps: step ? [step] : [], exchange: () => withContext(plainExchange(), createContext === null ? anyContext() : undefined), method: null,
  };
}

/** Endpoints for the procedures behind hosts of other dialects, of servers of their own, and of routers that nobody serves. */
export function behind(program: Program, told: readonly RawEndpoint[]): readonly RawEndpoint[] {
  const m = program.machine;
  const routers = program.collected<Router>('trpc.router');
  if (routers.length === 0) return told;
  const hosts = hostsOf<Server>(program, told, VIA, SERVING);
  const hosting = new Set(hosts.map(host => host.endpoint));
  const out = told.filter(one => !hosting.has(one));
  const served = new Set<RouterState>();
  const seen = new Set<string>();
  const place = (at: Place, server: Pick<Server, 'style' | 'override'>, router: Router): void => {
    for (const found of proceduresOf(m, router, served)) {
      const endpoint = endpointOf(program, at, server, found);
      if (!endpoint) continue;
      const key = `${at.application?.id ?? ''} ${endpoint.method} ${endpoint.components.map(one => one.text).join('')}`;
      if (!seen.has(key)) { seen.add(key); out.push(endpoint); }
    }
  };
  for (const { endpoint, servers } of hosts) for (const server of servers) {
    place({
      components: mountOf(endpoint), application: endpoint.application, state: endpoint.state, method: endpoint.method,
      steps: stepsInto(endpoint, VIA, shownContext(server)), exchange: machine => withContext(endpoint.exchange(machine)),
    }, server, server.router);
  }
  for (const one of program.collected<Standalone>('trpc.standalone')) if (!one.socket) place(standalonePlace(one), one.server, one.server.router);
  // What a socket serves besides is the same procedures once more.
  for (const one of program.collected<Standalone>('trpc.standalone')) if (one.socket && !served.has(one.server.router.state)) place(standalonePlace(one), one.server, one.server.router);
  const inner = new Set<RouterState>();
  for (const router of routers) {
    const reached = new Set<RouterState>();
    proceduresOf(m, router, reached);
    for (const one of reached) if (one !== router.state) inner.add(one);
  }
  for (const router of routers) if (!served.has(router.state) && !inner.has(router.state)) {
    place({ components: [], application: null, state: 'unmounted', steps: [], exchange: () => withContext(plainExchange(), anyContext()), method: null }, { style: 'names', override: false }, router);
  }
  return out;
}
