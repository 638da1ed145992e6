import type { AuthStatus, Endpoint, Pairing } from '../model/api';
import { oneLine } from './escape';
import { findingsByEndpoint, orderedEndpoints, pairingsById } from './inventory-json';
import { counted, coverageSentence, type Display, type InventoryReport } from './report';
import { fitted, padded, styleOf, textWidth, type Style } from './style';

interface Column { readonly title: string; readonly cut: 'start' | 'end'; /** Narrowest useful width; columns that may not shrink have none. */ readonly least: number | null }

const columns: readonly Column[] = [
  { title: 'METHOD', cut: 'end', least: null },
  { title: 'PATH', cut: 'end', least: 14 },
  { title: 'AUTH', cut: 'end', least: 9 },
  { title: 'SPEC', cut: 'end', least: null },
  { title: 'AT', cut: 'start', least: 12 },
  { title: 'FINDINGS', cut: 'end', least: 8 },
];

/** Who may call, in a word: roles and mechanisms included. */
function authWords(endpoint: Endpoint): string {
  const { status, mechanisms, roles } = endpoint.auth;
  const detail = [...mechanisms, ...roles.map(role => `role ${role}`)];
  return detail.length > 0 && (status === 'required' || status === 'optional') ? `${status} (${detail.join(', ')})` : status;
}

const specWords = (pairing: Pairing | undefined): string => pairing === undefined || pairing.status === 'no-spec' ? '-' : pairing.status;

/** The path as served; marks say what is not certain. */
function pathWords(endpoint: Endpoint): string {
  const marks = [
    ...(endpoint.pathComplete ? [] : ['prefix unknown']), ...(endpoint.state === 'live' ? [] : [endpoint.state]), ...(endpoint.protocol === 'http' ? [] : [endpoint.protocol]),
    ...(endpoint.deprecated ? ['deprecated'] : []),
  ];
  return marks.length === 0 ? endpoint.path : `${endpoint.path} [${marks.join(', ')}]`;
}

/** Takes columns away from the widest cells until the row fits. */
function shrink(widths: number[], room: number): void {
  const total = (): number => widths.reduce((sum, width) => sum + width, 0) + 2 * (widths.length - 1);
  while (total() > room) {
    let widest = -1;
    columns.forEach(({ least }, index) => {
      if (least !== null && (widths[index] ?? 0) > least && (widest < 0 || (widths[index] ?? 0) > (widths[widest] ?? 0))) widest = index;
    });
    if (widest < 0) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
}

const authColour = (style: Style, status: AuthStatus): ((text: string) => string) =>
  status === 'required' ? style.green : status === 'none' ? style.red : status === 'optional' || status === 'unknown' ? style.yellow : style.blue;

/** The inventory for a terminal: one line an endpoint, as wide as the terminal is. */
export function inventoryTable(report: InventoryReport, display: Display): string {
  const style = styleOf(display.colour);
  const pairings = pairingsById(report.model);
  const findings = findingsByEndpoint(report.findings);
  const endpoints = orderedEndpoints(report.model.endpoints);
  const rows = endpoints.map(endpoint => [
    endpoint.method, pathWords(endpoint), authWords(endpoint), specWords(pairings.get(endpoint.id)), `${endpoint.file}:${endpoint.range.start.line}`,
    (findings.get(endpoint.id) ?? []).join(', '),
  ].map(oneLine));
  const widths = columns.map(({ title }, index) => Math.max(title.length, ...rows.map(row => textWidth(row[index] ?? ''))));
  if (display.width !== null) shrink(widths, display.width);
  const line = (cells: readonly string[], paint: (text: string, column: number) => string): string =>
    cells.map((cell, index) => paint(padded(fitted(cell, widths[index] ?? 0, columns[index]?.cut), widths[index] ?? 0), index)).join('  ').trimEnd();

  const lines = endpoints.length === 0 ? [] : [line(columns.map(({ title }) => title), text => style.bold(text))];
  rows.forEach((row, index) => {
    const status = endpoints[index]?.auth.status ?? 'unknown';
    lines.push(line(row, (text, column) => column === 2 ? authColour(style, status)(text) : column === 4 ? style.dim(text) : column === 5 ? style.yellow(text) : text));
  });
  const { applications, coverage } = report.model;
  const summary = [
    `${counted(endpoints.length, 'endpoint')} in ${counted(applications.length, 'application')}, ${counted(coverage.files, 'file')}`, coverageSentence(coverage),
  ].filter(part => part !== '').join('; ');
  return `${[...lines, ...(lines.length === 0 ? [] : ['']), `${summary}.`].join('\n')}\n`;
}
