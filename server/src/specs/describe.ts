import type { NewOperation } from '../model/spec';
import { entriesOf, followAlias, textOf, valueOf, type DocumentNode } from '../syntax/document';
import { operationsOf, parameterNodes } from './operations';
import { parameterTree, schemaOf, securityTree } from './schema';
import { effectiveSecurity } from './security';
import { listOf, mapOf, valueTree, type Member, type Tree } from './tree';
import type { Version } from './versions';

const reasons: Readonly<Record<number, string>> = {
  200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content', 206: 'Partial Content', 301: 'Moved Permanently', 302: 'Found', 303: 'See Other', 304: 'Not Modified',
  307: 'Temporary Redirect', 308: 'Permanent Redirect', 400: 'Bad Request', 401: 'Unauthorized', 402: 'Payment Required', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed',
  406: 'Not Acceptable', 409: 'Conflict', 410: 'Gone', 412: 'Precondition Failed', 413: 'Content Too Large', 415: 'Unsupported Media Type', 422: 'Unprocessable Content',
  423: 'Locked', 429: 'Too Many Requests', 500: 'Internal Server Error', 501: 'Not Implemented', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout',
};
const WITHOUT_CONTENT: ReadonlySet<number | null> = new Set([204, 205, 304]);
/** Headers that OpenAPI describes elsewhere: a parameter of such a name is ignored by it. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

/** The names of a path template's parameters, each once. */
export function templateNames(path: string): readonly string[] {
  return [...new Set([...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? ''))];
}

/** Where an operation is going to stand. */
export interface Place {
  readonly root: DocumentNode | null;
  readonly version: Version;
  /** The path as the document writes it. */
  readonly path: string;
  /** The path item that is there already. */
  readonly item: DocumentNode | null;
}

/** An operation as the document's version writes it. `path` names the parameters; those of the path item are not repeated. */
export function operationTree(operation: NewOperation, place: Place): Tree {
  const { root, version } = place;
  const method = operation.method.toLowerCase();
  const schema = operation.requestBody === null || method === 'get' || method === 'head' ? null : schemaOf(operation.requestBody.fields);
  const body = schema === null ? { member: null, parameter: null } : version.writeBody(schema);
  const parameters = [...parameterTrees(operation, place), ...(body.parameter === null ? [] : [body.parameter])];
  const taken = operationsOf(root, version).some((found) => textOf(valueOf(followAlias(found.entry.value), 'operationId')) === operation.operationId);
  const summary = operation.summary?.replace(/\s+/g, ' ').trim() ?? '';
  const tree = mapOf(
    ['summary', summary === '' ? null : valueTree(summary)],
    ['operationId', operation.operationId === null || operation.operationId === '' || taken ? null : valueTree(operation.operationId)],
    ['deprecated', operation.deprecated ? valueTree(true) : null],
    ['security', security(operation, place)],
    ['parameters', parameters.length === 0 ? null : listOf(parameters)],
    ['requestBody', body.member],
    ['responses', responses(operation, version)],
  );
  return ordered(tree, exemplar(place));
}

/** The parameters of the template, which must all be declared, then the others, each once. */
function parameterTrees(operation: NewOperation, place: Place): Tree[] {
  const { root, version, item } = place;
  const shared = new Set(item === null ? [] : parameterNodes(root, { item, entry: { key: '', keyStart: 0, keyEnd: 0, quote: 'plain', value: null } })
    .map((node) => `${textOf(valueOf(node, 'in')) ?? ''} ${textOf(valueOf(node, 'name')) ?? ''}`));
  const here = templateNames(place.path);
  const own = templateNames(writablePath(operation.path));
  const wanted = [
    // A path that is there with other names for the same places keeps its names.
    ...here.map((name, index) => ({ name, in: 'path' as const, required: true, type: operation.parameters.find((one) => one.in === 'path' && bareName(one.name) === own[index])?.type ?? null })),
    ...operation.parameters.filter((one) => one.in !== 'path' && !(one.in === 'header' && OWN_HEADERS.has(one.name.toLowerCase()))),
  ];
  return wanted.flatMap((one) => {
    const key = `${one.in} ${one.name}`;
    if (shared.has(key) || !version.locations.includes(one.in)) return [];
    shared.add(key);
    return [version.writeParameter(one.name, one.in, one.required, parameterTree(one.type))];
  });
}

const bareName = (name: string): string => name.replace(/[*?+]$/, '');

/** A path with catch-all and optional parameters written as plain ones, which is all that OpenAPI has. */
export function writablePath(path: string): string {
  return path.replace(/\{([^{}]*?)[*?+]\}/g, '{$1}');
}

function responses(operation: NewOperation, version: Version): Tree {
  const byStatus = new Map<number | null, NewOperation['responses'][number]['fields'][number][]>();
  for (const { status, fields } of operation.responses) {
    const known = status !== null && Number.isInteger(status) && status >= 100 && status <= 599 ? status : null;
    byStatus.set(known, [...byStatus.get(known) ?? [], ...fields]);
  }
  // A document without any response is not valid.
  if (byStatus.size === 0) byStatus.set(null, []);
  const head = operation.method.toLowerCase() === 'head';
  const members = [...byStatus].sort(([a], [b]) => (a ?? 1000) - (b ?? 1000)).map(([status, fields]): Member => {
    const schema = fields.length === 0 || head || WITHOUT_CONTENT.has(status) ? null : schemaOf(fields);
    return { key: status === null ? 'default' : String(status), value: version.writeResponse((status === null ? null : reasons[status]) ?? 'Response', schema) };
  });
  return { kind: 'map', members };
}

/** The operation's own requirement; nothing when the document says the same for all. */
function security(operation: NewOperation, { root, version }: Place): Tree | null {
  if (operation.security === null) return null;
  if (operation.security === 'public') return listOf([]);
  const declared = version.securitySchemes.reduce<DocumentNode | null>((node, key) => valueOf(node, key), root);
  const known = new Set(entriesOf(declared).map((entry) => entry.key));
  const names = [...new Set(operation.security)].filter((name) => known.has(name));
  if (names.length === 0) return null;
  const global = effectiveSecurity(root, null);
  const same = global.status === 'required' && global.schemes.length === names.length && names.every((name) => global.schemes.includes(name));
  return same ? null : securityTree(names);
}

/** The keys of the operation with most keys among the first of the document: how its authors order them. */
function exemplar({ root, version }: Place): readonly string[] {
  const keys = operationsOf(root, version).slice(0, 50).map((found) => entriesOf(found.entry.value).map((entry) => entry.key));
  return keys.reduce<readonly string[]>((best, one) => (one.length > best.length ? one : best), []);
}

/** Members in the order of an example; those that it lacks stay behind the member that stood before them. */
function ordered(tree: Tree, example: readonly string[]): Tree {
  if (tree.kind !== 'map') return tree;
  const order = [...example];
  tree.members.forEach(({ key }, index) => {
    if (order.includes(key)) return;
    const before = tree.members[index - 1]?.key;
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, key);
  });
  return { kind: 'map', members: [...tree.members].sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key)) };
}
