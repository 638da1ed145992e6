import { findingsByEndpoint, orderedEndpoints, pairingsById } from './inventory-json';
import type { InventoryReport } from './report';

/**
 * One cell after RFC 4180. A text that a spreadsheet would run as a formula gets an apostrophe in front: paths and names come from the
 * workspace, and the sheet is opened by somebody else.
 */
export function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const columns = [
  'method', 'path', 'path complete', 'protocol', 'application', 'framework', 'state', 'auth', 'mechanisms', 'roles', 'scopes', 'rate limited', 'spec', 'document',
  'deprecated', 'sunset', 'file', 'line', 'handler', 'parameters', 'body fields', 'body validated', 'response fields', 'sensitive fields', 'findings',
];

const tri = (value: boolean | null): string => value === null ? 'unknown' : value ? 'yes' : 'no';
const joined = (words: readonly string[]): string => [...new Set(words)].join('; ');

/** The inventory as CSV: one row an endpoint, lists joined with semicolons, lines ended with CRLF. */
export function inventoryCsv(report: InventoryReport): string {
  const pairings = pairingsById(report.model);
  const findings = findingsByEndpoint(report.findings);
  const rows = orderedEndpoints(report.model.endpoints).map((endpoint) => {
    const { auth, handler, requestBody } = endpoint;
    const pairing = pairings.get(endpoint.id);
    const fields = endpoint.responses.flatMap(response => response.fields);
    return [
      endpoint.method, endpoint.path, tri(endpoint.pathComplete), endpoint.protocol, endpoint.application, endpoint.framework, endpoint.state,
      auth.status, joined(auth.mechanisms), joined(auth.roles), joined(auth.scopes), tri(endpoint.rateLimited), pairing?.status ?? 'no-spec', pairing?.document ?? '',
      tri(endpoint.deprecated), endpoint.sunset ?? '', endpoint.file, String(endpoint.range.start.line), handler?.name ?? '',
      joined(endpoint.parameters.map(({ name, in: where }) => `${where} ${name}`)), joined(requestBody?.fields.map(({ path }) => path) ?? []), requestBody ? tri(requestBody.validated) : '',
      joined(fields.map(({ path }) => path)), joined(fields.flatMap(field => field.class === null ? [] : [`${field.path} (${field.class})`])),
      joined(findings.get(endpoint.id) ?? []),
    ];
  });
  return [columns, ...rows].map(row => `${row.map(csvCell).join(',')}\r\n`).join('');
}
