import { positionAt, rangeAt } from '../base/lines';
import type { Endpoint, OperationEntry, Pairing } from '../model/api';
import type { Config } from '../model/config';
import type { OperationFact, SpecFacts } from '../model/spec';
import { areaOf } from './area';

/** Operations with the endpoints that implement them, and endpoints with the operation that describes them. */
export interface Pairs { readonly operations: readonly OperationEntry[]; readonly pairings: readonly Pairing[] }

/** A path with parameters made equal: `/users/{id}` and `/users/{userId}` are one. Case is kept; a trailing slash is not. */
const shapeOf = (path: string): string => segmentsOf(path).map(part => part.includes('{') ? part.replace(/\{[^}]*\}/g, '{}') : part).join('/');
const segmentsOf = (path: string): string[] => path.split('/').filter(part => part !== '');
const endsWith = (long: string, short: string): boolean => short !== '' && (long === short || long.endsWith(`/${short}`));

interface Candidate { readonly spec: SpecFacts; readonly operation: OperationFact; readonly paths: readonly string[]; readonly implementers: string[]; readonly own: string }

/** Paths that nobody describes: the description itself, its pages, and preflights. */
const UNDESCRIBED = /(^|\/)(api-?docs|swagger(-ui)?|openapi(\.(json|ya?ml))?|redoc|docs)(\/|$|\.)/i;

/**
 * Pairs endpoints with OpenAPI operations. A document speaks for an application when at least one of its operations is implemented there
 * (or when it is the only document and describes nothing yet). A difference in the prefix alone is one mismatch, never two findings.
 */
export function pair(endpoints: readonly Endpoint[], specs: readonly SpecFacts[], config: Config): Pairs {
  const candidates: Candidate[] = specs.flatMap(spec => {
    const aligned = config.specs.find(one => one.document === spec.file)?.basePath;
    return spec.operations.map(operation => ({
      spec, operation, implementers: [],
      own: shapeOf(operation.path),
      paths: [...new Set([...(aligned != null ? [aligned] : spec.basePaths), ''].map(base => shapeOf(`${base}/${operation.path}`)))],
    }));
  });
  const byShape = new Map<string, Candidate[]>();
  for (const candidate of candidates) for (const path of candidate.paths) {
    const list = byShape.get(path);
    if (list) list.push(candidate); else byShape.set(path, [candidate]);
  }
  const served = (endpoint: Endpoint, candidate: Candidate): boolean => endpoint.method === 'ANY' || endpoint.method === candidate.operation.method;
  const found = new Map<string, Candidate>();
  const speaksFor = new Map<SpecFacts, Set<string>>();
  const link = (endpoint: Endpoint, candidate: Candidate): void => {
    if (!found.has(endpoint.id)) found.set(endpoint.id, candidate);
    if (!candidate.implementers.includes(endpoint.id)) candidate.implementers.push(endpoint.id);
    const apps = speaksFor.get(candidate.spec) ?? new Set();
    speaksFor.set(candidate.spec, apps.add(endpoint.application));
  };
  const eligible = endpoints.filter(endpoint => endpoint.state !== 'unmounted' && endpoint.protocol === 'http');
  for (const endpoint of eligible) {
    const shape = shapeOf(endpoint.path);
    for (const candidate of byShape.get(shape) ?? []) if (served(endpoint, candidate)) link(endpoint, candidate);
    if (found.has(endpoint.id) || endpoint.pathComplete) continue;
    // An unknown prefix: what is known of the end decides.
    const tail = shapeOf(endpoint.path.slice(endpoint.path.lastIndexOf('{…}') + 3));
    const fits = candidates.filter(candidate => served(endpoint, candidate) && candidate.paths.some(path => endsWith(path, tail)));
    const [only] = fits;
    if (only && tail !== '') link(endpoint, fits.find(one => one.own === tail) ?? only);
  }
  // What differs by a constant prefix between document and application throughout is how the two are aligned, not drift.
  const rest = eligible.filter(endpoint => !found.has(endpoint.id));
  const mismatches = new Map<string, Candidate>();
  for (const endpoint of rest) {
    const shape = shapeOf(endpoint.path);
    const candidate = candidates.find(one => one.implementers.length === 0 && served(endpoint, one) && segmentsOf(one.own).length > 0
      && (endsWith(shape, one.own) || one.paths.some(path => endsWith(path, shape) && shape !== '')));
    if (candidate) mismatches.set(endpoint.id, candidate);
  }
  const prefixes = new Map<string, { readonly endpoint: Endpoint; readonly candidate: Candidate }[]>();
  for (const endpoint of rest) {
    const candidate = mismatches.get(endpoint.id);
    if (!candidate) continue;
    const shape = shapeOf(endpoint.path);
    const key = `${candidate.spec.file}\0${endpoint.application}\0${endsWith(shape, candidate.own) ? `+${shape.slice(0, shape.length - candidate.own.length)}` : '-'}`;
    prefixes.set(key, [...prefixes.get(key) ?? [], { endpoint, candidate }]);
  }
  for (const group of prefixes.values()) {
    const matched = [...found.values()].filter(one => one.spec === group[0]?.candidate.spec).length;
    if (group.length < 3 || group.length <= matched) continue;
    for (const { endpoint, candidate } of group) { mismatches.delete(endpoint.id); link(endpoint, candidate); }
  }

  const onlyEmpty = specs.length === 1 && specs[0]?.operations.length === 0 ? specs[0] : undefined;
  const areas = new Map(specs.filter(spec => speaksFor.has(spec)).map(spec =>
    [spec, areaOf(eligible.flatMap(endpoint => { const one = found.get(endpoint.id); return one?.spec === spec ? [{ served: endpoint.path, documented: one.operation.path }] : []; }))]));
  /** The document that an endpoint of an application belongs into: of those that speak for it, the one whose area is the closest around it. */
  const documentFor = (endpoint: Endpoint): { readonly spec: SpecFacts; readonly outside: boolean } | undefined => {
    const speaking = specs.filter(spec => speaksFor.get(spec)?.has(endpoint.application)).map(spec => ({ spec, claimed: areas.get(spec)?.(endpoint.path) ?? null }));
    const [closest] = speaking.filter(one => one.claimed !== null).sort((a, b) => (b.claimed ?? 0) - (a.claimed ?? 0));
    const chosen = closest ?? speaking[0];
    return chosen && { spec: chosen.spec, outside: closest === undefined };
  };
  const pairings = endpoints.map((endpoint): Pairing => {
    const candidate = found.get(endpoint.id);
    if (candidate) return described(endpoint, candidate, 'registered', null);
    const belongs = onlyEmpty ? { spec: onlyEmpty, outside: false } : documentFor(endpoint);
    const nothing = { endpoint: endpoint.id, document: null, pointer: null, line: null, mismatch: null, outside: false };
    const other = mismatches.get(endpoint.id);
    if (!belongs && !other) return { ...nothing, status: 'no-spec' };
    if (endpoint.state === 'unmounted' || endpoint.protocol !== 'http' || endpoint.method === 'OPTIONS' || endpoint.method === 'HEAD' || UNDESCRIBED.test(endpoint.path)) return { ...nothing, status: 'excluded' };
    return other ? described(endpoint, other, 'unregistered', { operation: idOf(other.operation) }) : { ...nothing, status: 'unregistered', document: belongs?.spec.file ?? null, outside: belongs?.outside ?? false };
  });
  return {
    pairings,
    operations: candidates.map(({ spec, operation, implementers }) => ({
      id: idOf(operation), method: operation.method, path: operation.path, document: spec.file, pointer: operation.pointer, file: spec.file,
      range: rangeAt(spec.lineStarts, operation), auth: { status: operation.auth.status, schemes: operation.auth.schemes }, deprecated: operation.deprecated, endpoints: implementers,
    })),
  };
}

const idOf = (operation: OperationFact): string => `${operation.method} ${operation.path}`;

function described(endpoint: Endpoint, { spec, operation }: Candidate, status: Pairing['status'], mismatch: Pairing['mismatch']): Pairing {
  return { endpoint: endpoint.id, status, document: spec.file, pointer: operation.pointer, line: positionAt(spec.lineStarts, operation.start).line, mismatch, outside: false };
}
