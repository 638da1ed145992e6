import type { EndpointState } from '../../model/api';
import type { Site } from '../../model/facts';
import { NOWHERE, siteKey } from '../../model/facts';
import type { Program } from '../../evaluate/program';
import type { Value } from '../../evaluate/value';
import { hole } from '../../evaluate/value';
import type { RawComponent, RawEndpoint, Step } from '../dialect';
import { pathComponents } from '../paths';
import { anyContext, enter, entering, hostsOf, mountOf, plainExchange, stepsInto, withContext } from '../served';
import type { ReadSchema, Schema, SchemaState } from './schema';
import { isSchema, readState } from './schema';
import type { Server, Standalone } from './serve';
import { SERVING, standaloneContext, VIA, yogaOf } from './serve';
import { directiveSteps, permissionStep, resolverStep } from './steps';

interface Place {
  readonly components: readonly RawComponent[];
  readonly application: RawEndpoint['application'];
  readonly state: EndpointState;
  readonly steps: readonly Step[];
  readonly exchange: RawEndpoint['exchange'];
  readonly site: Site;
}

function operationsAt(program: Program, place: Place, schema: Schema, read: ReadSchema): RawEndpoint[] {
  const m = program.machine;
  return read.operations.map(operation => {
    const { resolver, kind, name } = operation;
    const site = resolver?.t === 'fn' ? resolver.site : schema.site ?? place.site;
    const rooted = schema.state.rootValue !== null && read.resolverOf(kind, name) === undefined;
    const permissions = schema.state.permissions.flatMap(one => permissionStep(operation, one, m, site) ?? []);
    const last = place.components[place.components.length - 1];
    const components = [...place.components.slice(0, -1), { text: `${(last?.text ?? '').replace(/\/$/, '')}#${kind}.${name}`, complete: last?.complete ?? true, site: last?.site ?? null, assumptions: last?.assumptions ?? [] }];
    return {
      method: 'POST', components, protocol: 'graphql', framework: 'graphql', application: place.application, state: place.state, site,
      handler: resolver, handlerSite: site, steps: [...place.steps, ...permissions, ...directiveSteps(operation, site), resolverStep(read, operation, rooted, site)],
      exchange: place.exchange, ordered: false, deprecated: operation.field?.directives.includes('deprecated') ?? false, marker: null, bodyValidated: operation.field ? true : null,
    };
  });
}

/** The address itself: who may do what is asked of each operation. */
function addressOf(endpoint: RawEndpoint, known: boolean): RawEndpoint {
  const method = endpoint.method === 'ANY' ? 'POST' : endpoint.method;
  const base = { ...endpoint, method, components: mountOf(endpoint), protocol: 'graphql' as const, framework: 'graphql', bodyValidated: null };
  if (known) return { ...base, marker: { kind: 'public', why: 'who may do what is asked of each operation, not of the address', site: endpoint.site } };
  const missing = hole('the operations behind this address', endpoint.site);
  const step: Step = { kind: 'guard', scope: 'route', value: missing, site: endpoint.site, style: 'wrapper', run: () => undefined };
  return { ...base, steps: [...endpoint.steps.slice(0, -1), step, ...endpoint.steps.slice(-1)] };
}

function shown({ context }: Server): Pick<Step, 'value' | 'site'> | null {
  return context?.t === 'fn' ? { value: context, site: context.site } : null;
}

function standalonePlace(one: Standalone, yoga: boolean): Place {
  const { server, path } = one;
  const site = one.site ?? NOWHERE;
  const steps: Step[] = [{
    kind: 'guard', scope: 'app', style: 'wrapper', ...shown(server) ?? { value: hole('the context', site), site },
    run: (m, exchange) => { entering(m, exchange, VIA, () => { enter(m, VIA, server, standaloneContext(m, server, yoga, exchange.values['req'] ?? anyContext()), site); }); },
  }];
  return { components: pathComponents(path, text => text, site).slice(0, 1), application: { id: site.file, entry: site.file }, state: 'live', steps: server.context === null && !yoga ? [] : steps, exchange: () => withContext(plainExchange(), server.context === null ? anyContext() : undefined), site };
}

/** The address of a server that listens by itself. */
function standaloneAddress(place: Place): RawEndpoint {
  const value: Value = hole('the server of the operations', place.site);
  return addressOf({
    method: 'POST', components: place.components, protocol: 'graphql', framework: 'graphql', application: place.application, state: place.state, site: place.site, handler: null, handlerSite: place.site,
    steps: [{ kind: 'handler', scope: 'handler', value, site: place.site, style: 'wrapper', run: () => undefined }],
    exchange: place.exchange, ordered: false, deprecated: false, marker: null, bodyValidated: null,
  }, true);
}

/** The addresses of GraphQL servers with their operations, behind hosts of other dialects or on their own, and schemas that nobody serves. */
export function behind(program: Program, told: readonly RawEndpoint[]): readonly RawEndpoint[] {
  const m = program.machine;
  const hosts = hostsOf<Server>(program, told, VIA, SERVING);
  const schemas = program.collected<Schema>('graphql.schema');
  const standalone = program.collected<Standalone>('graphql.standalone');
  if (hosts.length === 0 && schemas.length === 0 && standalone.length === 0) return told;
  const hosting = new Map(hosts.map(host => [host.endpoint, host]));
  const readings = new Map<SchemaState, ReadSchema>();
  const read = (state: SchemaState): ReadSchema => { const known = readings.get(state) ?? readState(m, state); readings.set(state, known); return known; };
  const served = new Set<string>();
  const out: RawEndpoint[] = [];
  const seen = new Set<string>();
  const add = (endpoint: RawEndpoint): void => {
    const key = `${endpoint.application?.id ?? ''} ${endpoint.state} ${endpoint.method} ${endpoint.components.map(one => one.text).join('/')}`;
    if (!seen.has(key)) { seen.add(key); out.push(endpoint); }
  };
  const place = (at: Place, schema: Value): boolean => {
    if (!isSchema(schema)) return false;
    served.add(siteKey(schema.site));
    for (const typeDefs of schema.state.typeDefs) served.add(partKey(typeDefs));
    const operations = operationsAt(program, at, schema, read(schema.state));
    for (const operation of operations) add(operation);
    return operations.length > 0;
  };
  const servers = new Set<string>();
  for (const endpoint of told) {
    const host = hosting.get(endpoint);
    if (!host) { out.push(endpoint); continue; }
    let known = false;
    const found: RawEndpoint[] = out.splice(out.length);
    for (const server of host.servers) {
      servers.add(siteKey(server.site));
      known = place({ components: mountOf(endpoint), application: endpoint.application, state: endpoint.state, steps: stepsInto(endpoint, VIA, shown(server)), exchange: machine => withContext(endpoint.exchange(machine)), site: endpoint.site }, server.schema) || known;
    }
    out.push(...found);
    add(addressOf(endpoint, known));
  }
  const alone = [...standalone.map(one => ({ one, yoga: false })), ...program.collected<Value>('graphql.yoga').flatMap(value => yogaOf(value) ?? []).filter(one => !servers.has(siteKey(one.server.site))).map(one => ({ one, yoga: true }))];
  for (const { one, yoga } of alone) {
    const at = standalonePlace(one, yoga);
    const known = place(at, one.server.schema);
    if (known) add(standaloneAddress(at));
  }
  for (const schema of schemas) {
    // What went into a schema that is served is served.
    if (served.has(siteKey(schema.site)) || schema.state.typeDefs.some(one => partKey(one) !== '' && served.has(partKey(one)))) continue;
    place({ components: [{ text: '/', complete: true, site: null, assumptions: [] }], application: null, state: 'unmounted', steps: [], exchange: () => withContext(plainExchange(), anyContext()), site: schema.site ?? NOWHERE }, schema);
  }
  return out;
}

const partKey = (v: Value): string => v.t === 'lit' && typeof v.v === 'string' ? `text ${v.v.length} ${v.v.slice(0, 80)}` : v.t === 'list' ? v.items.map(partKey).join('\n') : '';
