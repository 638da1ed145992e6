import type { ApiModel, Auth, Endpoint, OperationEntry, Pairing } from '../model/api';
import type { Finding } from '../model/finding';
import { byText, orderedCoverage, type InventoryReport } from './report';

/** Endpoints by path, method and place, so that equal trees give equal inventories. */
export function orderedEndpoints(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return [...endpoints].sort((a, b) => byText(a.path, b.path) || byText(a.method, b.method) || byText(a.application, b.application) || byText(a.file, b.file) || a.span.start - b.span.start);
}

/** Checks that found something at an endpoint and were not suppressed. */
export function findingsByEndpoint(findings: readonly Finding[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const { endpoint, check, suppressed } of findings) {
    if (endpoint === null || suppressed !== null) continue;
    const known = found.get(endpoint);
    if (known) known.add(check);
    else found.set(endpoint, new Set([check]));
  }
  return new Map([...found].map(([id, checks]) => [id, [...checks].sort()]));
}

/** How each endpoint stands to the documents, by id. */
export function pairingsById(model: ApiModel): ReadonlyMap<string, Pairing> {
  return new Map(model.pairings.map(pairing => [pairing.endpoint, pairing]));
}

const authJson = (auth: Auth): object => ({
  status: auth.status, mechanisms: auth.mechanisms, roles: auth.roles, scopes: auth.scopes,
  evidence: auth.evidence.map(({ message, file, range }) => ({ message, file, line: range.start.line })),
});

function endpointJson(endpoint: Endpoint, pairing: Pairing | undefined, findings: readonly string[]): object {
  const { handler, requestBody } = endpoint;
  return {
    id: endpoint.id, method: endpoint.method, path: endpoint.path, pathComplete: endpoint.pathComplete, protocol: endpoint.protocol,
    application: endpoint.application, framework: endpoint.framework, state: endpoint.state, file: endpoint.file, line: endpoint.range.start.line,
    handler: handler && { file: handler.file, line: handler.range.start.line, name: handler.name },
    auth: authJson(endpoint.auth),
    parameters: endpoint.parameters.map(one => ({ name: one.name, in: one.in, required: one.required, schema: one.schema })),
    requestBody: requestBody && { fields: requestBody.fields.map(field => ({ path: field.path, type: field.type, class: field.class })), validated: requestBody.validated },
    responses: endpoint.responses.map(({ status, complete, fields }) => ({
      status, complete, fields: fields.map(field => ({ path: field.path, type: field.type, class: field.class, source: field.source })),
    })),
    rateLimited: endpoint.rateLimited,
    spec: { status: pairing?.status ?? 'no-spec', document: pairing?.document ?? null, pointer: pairing?.pointer ?? null, line: pairing?.line ?? null },
    deprecated: endpoint.deprecated, sunset: endpoint.sunset,
    // Owners and dates come from the repository's history, which this version does not read.
    owners: [], lastModified: null,
    assumptions: endpoint.assumptions.map(({ message, file, range }) => ({ message, file, line: range.start.line })),
    findings,
  };
}

const operationJson = (operation: OperationEntry): object => ({
  id: operation.id, document: operation.document, pointer: operation.pointer, line: operation.range.start.line,
  status: operation.endpoints.length > 0 ? 'implemented' : 'unimplemented',
  auth: { status: operation.auth.status, schemes: operation.auth.schemes }, deprecated: operation.deprecated,
});

/** The inventory as JSON, the contract's `inventory --format json`. */
export function inventoryJson(report: InventoryReport): string {
  const { tool, root, model } = report;
  const pairings = pairingsById(model);
  const findings = findingsByEndpoint(report.findings);
  return `${JSON.stringify({
    schemaVersion: 1,
    tool: { name: tool.name, version: tool.version },
    root,
    applications: [...model.applications].sort((a, b) => byText(a.id, b.id)).map(({ id, framework, entry }) => ({ id, framework, entry })),
    endpoints: orderedEndpoints(model.endpoints).map(endpoint => endpointJson(endpoint, pairings.get(endpoint.id), findings.get(endpoint.id) ?? [])),
    operations: [...model.operations].sort((a, b) => byText(a.document, b.document) || a.range.start.line - b.range.start.line || byText(a.id, b.id)).map(operationJson),
    outbound: [],
    coverage: orderedCoverage(model.coverage),
  }, null, 2)}\n`;
}
