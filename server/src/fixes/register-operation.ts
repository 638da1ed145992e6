import type { Endpoint, OperationEntry, Response } from '../model/api';
import type { Fix, RepairIntent } from '../model/finding';
import type { NewOperation, SpecFacts } from '../model/spec';
import { registerOperation } from '../specs/register';
import { endpointOf, fileEdits, type FixContext } from './context';

type Intent = Extract<RepairIntent, { readonly kind: 'registerOperation' }>;

/**
 * Writes an endpoint into an OpenAPI document: its parameters, its body and what it answers, as far as the code says. Safe: a description
 * changes nothing that is served.
 */
export function registerEndpoint(intent: Intent, context: FixContext): readonly Fix[] {
  const endpoint = endpointOf(context, intent.endpoint);
  const text = context.text(intent.document);
  const spec = context.spec(intent.document);
  if (endpoint === undefined || text === undefined || spec === undefined || !endpoint.pathComplete) return [];
  const edits = registerOperation(text, intent.document, operationOf(endpoint, spec, context));
  return edits === null ? [] : [{ title: `Register ${endpoint.id} in ${intent.document}`, safe: true, edits: fileEdits(intent.document, text, edits) }];
}

function operationOf(endpoint: Endpoint, spec: SpecFacts, context: FixContext): NewOperation {
  const statuses = new Map<number, { readonly path: string; readonly type: string | null }[]>();
  for (const response of endpoint.responses) {
    const status = response.status ?? 200;
    if (status >= 300 || (response.status === null && onlyErrors(endpoint, response))) continue;
    const fields = statuses.get(status) ?? [];
    for (const field of response.fields) if (!fields.some((one) => one.path === field.path)) fields.push({ path: field.path, type: field.type });
    statuses.set(status, fields);
  }
  if (statuses.size === 0) statuses.set(200, []);
  return {
    method: endpoint.method,
    path: relativePath(endpoint, spec, context),
    summary: null,
    operationId: null,
    parameters: endpoint.parameters
      .filter((one) => one.in !== 'header' || !/^(authorization|cookie|accept|content-type)$/i.test(one.name))
      .filter((one) => one.in !== 'cookie')
      .map((one) => ({ name: one.name, in: one.in, required: one.required, type: one.schema?.type ?? null })),
    requestBody: endpoint.requestBody === null ? null : { fields: endpoint.requestBody.fields.map((field) => ({ path: field.path, type: field.type })) },
    responses: [...statuses].sort(([a], [b]) => a - b).map(([status, fields]) => ({ status, fields })),
    security: securityOf(endpoint, spec),
    deprecated: endpoint.deprecated,
  };
}

/** Whether the statuses that are known of an answer are errors: then the one that is not known is hardly a success. */
function onlyErrors(endpoint: Endpoint, { file, range: { start } }: Response): boolean {
  const known = endpoint.responses.flatMap((one) => one.status !== null && one.file === file && one.range.start.line === start.line && one.range.start.column === start.column ? [one.status] : []);
  return known.length > 0 && known.every((status) => status >= 400);
}

/** The path below the document's base path: as other operations of the document are aligned to the code, else by the base itself. */
function relativePath(endpoint: Endpoint, spec: SpecFacts, { model }: FixContext): string {
  const implemented = model.operations.find((one): one is OperationEntry => one.document === spec.file && one.endpoints.length > 0);
  const sibling = model.endpoints.find((one) => one.id === implemented?.endpoints[0] && one.application === endpoint.application);
  const shapeOf = (path: string): string => path.replace(/\{[^}]*\}/g, '{}');
  const prefixes = [
    ...(implemented && sibling && shapeOf(sibling.path).endsWith(shapeOf(implemented.path)) ? [sibling.path.slice(0, sibling.path.split('/').length > 1 ? lengthBefore(sibling.path, implemented.path) : 0)] : []),
    ...spec.basePaths,
  ];
  for (const prefix of prefixes) if (prefix !== '' && endpoint.path.startsWith(`${prefix}/`)) return endpoint.path.slice(prefix.length);
  return endpoint.path;
}

/** How much of a path stands before the segments of another one. */
function lengthBefore(path: string, tail: string): number {
  const count = tail.split('/').length - 1;
  return path.split('/').slice(0, -count).join('/').length;
}

/** Says nothing where the document's default fits; the document's only scheme where the code refuses and there is no default. */
function securityOf(endpoint: Endpoint, spec: SpecFacts): NewOperation['security'] {
  const inherited = spec.operations.some((one) => one.auth.status === 'required');
  if (endpoint.auth.status === 'public') return inherited ? 'public' : null;
  return null;
}
