import { FUEL } from '../evaluate/machine';
import type { Machine, TraceEvent } from '../evaluate/machine';
import { conditionsOf, joined } from '../evaluate/path';
import type { ModuleInstance, Program } from '../evaluate/program';
import type { ModelType, NativeValue, Value } from '../evaluate/value';
import { alternatives, input, model, native, object, TRUE, UNDEFINED, union } from '../evaluate/value';
import type { Exchange, RawComponent, RawEndpoint, Step } from './dialect';

/** For dialects that stand behind a route of another one: procedures of tRPC, operations of GraphQL. */

const MARK = '#serves';

/** A handler or middleware that answers with what another dialect knows: wherever it is attached there are endpoints. */
export function servingHandler(name: string, call: NativeValue['call']): NativeValue {
  return native(name, call, [[MARK, TRUE]]);
}

/** Whether a value is such a handler. */
export const isServing = (v: Value): boolean => alternatives(v).some(one => one.t === 'native' && one.props.has(MARK));

/** A request goes on from the host's handler into what stands behind it; `context` is what the host's code made of the request. */
export function enter(m: Machine, via: string, server: unknown, context: Value, site: TraceEvent['site']): void {
  m.emit({ kind: 'next', value: context, status: null, site, via, detail: server });
}

const imports = (module: ModuleInstance, packages: RegExp): boolean => [...module.imports.values()].some(({ specifier }) => packages.test(specifier));

/** Whether a handler is worth a try: it is such a handler itself, or its module (or one that this imports) uses one of the packages. */
function mayServe(program: Program, handler: Value, packages: RegExp): boolean {
  if (isServing(handler)) return true;
  return alternatives(handler).some(one => one.t === 'fn' && (imports(one.module, packages)
    || [...one.module.imports.values()].some(({ specifier }) => {
      const file = program.resolve(one.module.file, specifier);
      const module = file === undefined ? undefined : program.modules.get(file);
      return module !== undefined && imports(module, packages);
    })));
}

/** An endpoint of another dialect and the servers that its handler leads to. */
export interface Host<S> { readonly endpoint: RawEndpoint; readonly servers: readonly S[] }

/** Which endpoints lead to servers of a kind: their handlers are run while routes are declared. */
export function hostsOf<S>(program: Program, endpoints: readonly RawEndpoint[], via: string, packages: RegExp): readonly Host<S>[] {
  const m = program.machine;
  return endpoints.flatMap(endpoint => {
    const handler = endpoint.steps.findLast(step => step.kind === 'handler');
    if (!endpoint.handler || !handler || !mayServe(program, endpoint.handler, packages)) return [];
    const servers = m.isolated(() => {
      m.fuel = FUEL.endpoint;
      m.units = program.loadUnits as Set<string>;
      handler.run(m, endpoint.exchange(m));
      return m.events.filter(event => event.via === via).map(event => event.detail as S);
    });
    return servers.length > 0 ? [{ endpoint, servers: [...new Set(servers)] }] : [];
  });
}

/** Does the same with each alternative of a value; what holds on the way to each stays known. */
export function eachWay(v: Value, change: (one: Value) => Value): Value {
  if (v.t !== 'union') return change(v);
  if (!v.ways) return union(v.of.map(change));
  return joined(v.ways.map(({ value, path }) => ({ value: change(value), path })));
}

/** A context with what is put on top of it. */
export function onTop(context: Value, added: Value): Value {
  if (added.t === 'union') return eachWay(added, one => onTop(context, one));
  if (added.t === 'lit') return context;
  if (context.t === 'union') return eachWay(context, one => onTop(one, added));
  const own = added.t === 'object' ? added : null;
  if (own && context.t === 'object') {
    return { ...object([...context.props, ...own.props], own.site), getters: context.getters, spreads: [...context.spreads, ...own.spreads], open: context.open || own.open };
  }
  return { ...object(own ? own.props : []), spreads: context.t === 'lit' ? own ? own.spreads : [added] : [context, ...own ? own.spreads : [added]], open: true };
}

const CONTEXT = '#context';
type Box = Value & { readonly t: 'object' };
const boxOf = (exchange: Exchange): Box | undefined => { const box = exchange.values[CONTEXT]; return box?.t === 'object' ? box : undefined; };

/** An exchange with a place for the context that is handed from step to step. */
export function withContext(exchange: Exchange, context: Value = UNDEFINED): Exchange {
  return { values: { ...exchange.values, [CONTEXT]: object([['value', context]]) } };
}

/** The context as the step before left it. */
export const contextOf = (exchange: Exchange): Value => boxOf(exchange)?.props.get('value') ?? UNDEFINED;

/** Runs a part of a step; what the ways that go on from it carry is the context of the next step. */
export function handingOn(m: Machine, exchange: Exchange, via: string, run: () => void): void {
  const from = m.events.length;
  run();
  const on = m.events.slice(from).filter(event => event.kind === 'next' && event.via === via);
  // The box belongs to this one run of the endpoint: nothing takes it back.
  if (on.length > 0) boxOf(exchange)?.props.set('value', joined(on.map(({ value, path }) => ({ value, path }))));
}

const refuses = (event: TraceEvent): boolean => {
  const status = event.kind === 'respond' && event.status?.t === 'lit' ? Number(event.status.v) : 0;
  return status === 401 || status === 403 || status === 407 || (status >= 300 && status < 400);
};
/** Calls out of sight that may refuse whoever has no credentials. */
const DEMANDS = /require|ensure|assert|protect|enforce|must/i;
const nameOf = (v: Value): string => v.t !== 'sym' ? '' : v.op === 'call' || v.op === 'new' || v.op === 'get' ? `${v.op === 'get' ? v.key : ''} ${nameOf(v.base)}` : v.op === 'import' ? v.name : '';

/**
 * Runs what makes the context. It mostly looks who is calling and lets everybody in: that is no reading of credentials by what stands behind
 * it, which may never ask who called. What it found stays with the context.
 */
export function entering(m: Machine, exchange: Exchange, via: string, run: () => void): void {
  const { path: entry } = m;
  const [events, thrown] = [m.events.length, m.thrown.length];
  handingOn(m, exchange, via, run);
  const own = m.events.slice(events);
  const on = own.filter(event => event.via === via);
  const [first] = on;
  if (!first || m.thrown.length > thrown || own.some(refuses)) return;
  if (on.some(event => conditionsOf(event.path, entry).some(one => one.kind === 'called' && DEMANDS.test(nameOf(one.value))))) return;
  m.events.splice(events, own.length, { ...first, path: entry });
  m.path = entry;
  m.reads.clear();
}

/** The steps of a host with its handler as the last guard: it lets in to what stands behind it. */
export function stepsInto(host: RawEndpoint, via: string, shown: Pick<Step, 'value' | 'site'> | null): readonly Step[] {
  return host.steps.map((step): Step => step.kind === 'guard' ? step
    : { ...step, ...shown ?? {}, kind: 'guard', scope: 'wrapper', style: 'wrapper', run: (m, exchange) => { entering(m, exchange, via, () => { step.run(m, exchange); }); } });
}

/** Where a host is mounted: its components without a last part that stands for what is behind it. */
export function mountOf(host: RawEndpoint): readonly RawComponent[] {
  const last = host.components[host.components.length - 1];
  if (!last || !/\/\{[^/]*\}$/.test(last.text)) return host.components;
  return [...host.components.slice(0, -1), { ...last, text: last.text.replace(/\/\{[^/]*\}$/, '') }];
}

const CALLER = /^(user|userId|currentUser|session|auth|viewer|account|me|principal|identity)$/;

/** The context where nobody says what makes it: what is called as callers are is one. */
const unknownContext: ModelType<null> = {
  name: 'served.Context',
  mentions: () => [input('request')],
  get: (_self, key, m) => CALLER.test(key) ? m.input('principal', key) : key === 'req' || key === 'request' ? object([['headers', input('header')], ['cookies', input('cookie')]]) : undefined,
};

/** A context about which nothing is known. */
export const anyContext = (): Value => model(unknownContext, null) as Value;

/** The exchange of a request that no host's code handles: a request of node. */
export function plainExchange(): Exchange {
  const req = object([['headers', input('header')], ['url', input('url')], ['method', input('request', 'method')], ['socket', input('request', 'socket')], ['query', input('query')], ['cookies', input('cookie')]]);
  return { values: { req, res: object() } };
}
