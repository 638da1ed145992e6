import { posix } from 'node:path';
import type { Machine } from '../../evaluate/machine';
import type { Value } from '../../evaluate/value';
import { stringOf } from '../../evaluate/value';
import type { Json } from '../manifests';
import { isRecord } from '../manifests';
import { folderOf } from '../projects';

/** One operation of a document that is the table of routes. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** As the document writes it, with the path of its first server where that is asked for. */
  readonly path: string;
  /** Names of schemes: all of one list are asked for; none where everybody may call. */
  readonly requirements: readonly (readonly string[])[];
  readonly json: Json;
}

const METHODS: readonly string[] = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** A document written as an object. */
function plain(v: Value, depth = 0): unknown {
  if (depth > 24) return undefined;
  switch (v.t) {
    case 'lit': return v.v;
    case 'list': return v.items.map(one => plain(one, depth + 1));
    case 'object': return Object.fromEntries([...v.props].map(([key, value]) => [key, plain(value, depth + 1)]));
    default: return undefined;
  }
}

/** The document that a value is, or names: from the file that names it, from its package, or from the root. */
export function documentOf(m: Machine, v: Value, from: string): Json | undefined {
  const name = stringOf(v);
  if (name === undefined) { const json = v.t === 'object' ? plain(v) : undefined; return isRecord(json) ? json : undefined; }
  const { environment } = m.program;
  const clean = name.replace(/^\//, '');
  for (let folder = folderOf(from); ; folder = folderOf(folder)) {
    const file = posix.normalize(posix.join(folder, clean));
    if (environment.exists(file)) { const json = environment.json(file); if (isRecord(json)) return json; }
    if (folder === '') return undefined;
  }
}

const requirementsIn = (security: unknown): readonly (readonly string[])[] => {
  const all = Array.isArray(security) ? security.filter(isRecord).map(one => Object.keys(one)) : [];
  // An empty entry lets everybody in.
  return all.some(one => one.length === 0) ? [] : all;
};

/** The operations of a document that have an identifier. */
export function operationsOf(document: Json): readonly Operation[] {
  const paths = isRecord(document['paths']) ? document['paths'] : {};
  return Object.entries(paths).flatMap(([path, item]) => isRecord(item) ? METHODS.flatMap((method): Operation[] => {
    const json = item[method];
    if (!isRecord(json) || typeof json['operationId'] !== 'string') return [];
    return [{ id: json['operationId'], method: method.toUpperCase(), path, requirements: requirementsIn(json['security'] ?? document['security']), json }];
  }) : []);
}

/** The path of the first server of a document, below which all its paths stand. */
export function basePathOf(document: Json): string {
  const servers = document['servers'];
  const first: unknown = Array.isArray(servers) ? servers[0] : undefined;
  const url = isRecord(first) && typeof first['url'] === 'string' ? first['url'] : '';
  return url.replace(/^https?:\/\/[^/]*/, '').replace(/\/$/, '');
}
