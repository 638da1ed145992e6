import { markdownCode, markdownText } from './escape';
import { findingsByEndpoint, orderedEndpoints, pairingsById } from './inventory-json';
import { byText, counted, orderedCoverage, type InventoryReport } from './report';

/** A Markdown table; cells are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |\n`).join('');
}

/** What was skipped and what could not be resolved, as Markdown; empty when everything was looked at. */
export function coverageMarkdown(report: { readonly coverage: InventoryReport['model']['coverage'] }): string {
  const { files, analysed, skipped, unresolved } = orderedCoverage(report.coverage);
  const rows = [
    ...skipped.map(({ file, reason }) => [markdownCode(file), `skipped: ${markdownText(reason)}`]),
    ...unresolved.map(({ file, line, reason }) => [markdownCode(`${file}:${line}`), `unresolved: ${markdownText(reason)}`]),
  ];
  const head = `\n## Coverage\n\n${counted(files, 'file')}, ${analysed} analysed, ${skipped.length} skipped, ${counted(unresolved.length, 'place')} unresolved.\n`;
  return rows.length === 0 ? head : `${head}\n${markdownTable(['Where', 'What'], rows)}`;
}

/** The inventory as Markdown. */
export function inventoryMarkdown(report: InventoryReport): string {
  const { model, tool } = report;
  const pairings = pairingsById(model);
  const findings = findingsByEndpoint(report.findings);
  const rows = orderedEndpoints(model.endpoints).map((endpoint) => {
    const { auth } = endpoint;
    const notes = [
      ...(endpoint.pathComplete ? [] : ['prefix not resolved']), ...(endpoint.state === 'live' ? [] : [endpoint.state]), ...(endpoint.deprecated ? ['deprecated'] : []),
    ];
    return [
      endpoint.method, markdownCode(endpoint.path), auth.status, markdownText([...auth.mechanisms, ...auth.roles.map(role => `role ${role}`)].join(', ')),
      pairings.get(endpoint.id)?.status ?? 'no-spec', markdownText(endpoint.framework), markdownCode(`${endpoint.file}:${endpoint.range.start.line}`),
      (findings.get(endpoint.id) ?? []).map(markdownCode).join(', '), notes.join(', '),
    ];
  });
  const applications = [...model.applications].sort((a, b) => byText(a.id, b.id)).map(({ framework, entry }) => [markdownText(framework), markdownCode(entry)]);
  return [
    '# API inventory\n\n',
    `${counted(model.endpoints.length, 'endpoint')} in ${counted(model.applications.length, 'application')}; written by ${tool.name} ${tool.version}.\n`,
    applications.length === 0 ? '' : `\n${markdownTable(['Framework', 'Entry'], applications)}`,
    rows.length === 0 ? '' : `\n## Endpoints\n\n${markdownTable(['Method', 'Path', 'Auth', 'How', 'OpenAPI', 'Framework', 'Where', 'Findings', 'Notes'], rows)}`,
    coverageMarkdown({ coverage: model.coverage }),
  ].join('');
}
