import { markdownCode, markdownText } from './escape';
import { coverageMarkdown, markdownTable } from './inventory-markdown';
import { findingsSentence, orderedFindings, severities, type CheckReport } from './report';

/** Findings as Markdown, for a comment on a change or a wiki page: the heaviest first. */
export function checkMarkdown(report: CheckReport): string {
  const findings = orderedFindings(report.findings);
  const shown = severities.flatMap(severity => findings.filter(finding => finding.suppressed === null && finding.severity === severity));
  const link = (id: string): string => {
    const url = report.rules.find(rule => rule.id === id)?.url;
    return url == null ? markdownCode(id) : `[${markdownCode(id)}](${encodeURI(url)})`;
  };
  const rows = shown.map(finding => [
    finding.severity, link(finding.check), markdownText(finding.message), finding.endpoint === null ? '' : markdownCode(finding.endpoint),
    markdownCode(`${finding.file}:${finding.range.start.line}`),
  ]);
  const suppressed = findings.flatMap(({ suppressed: one, ...finding }) => one === null ? [] : [[
    link(finding.check), markdownCode(`${finding.file}:${finding.range.start.line}`), markdownText(one.reason), one.until ?? '', one.by,
  ]]);
  return [
    `# API findings\n\n${findingsSentence(report.findings)}; written by ${report.tool.name} ${report.tool.version}.\n`,
    rows.length === 0 ? '' : `\n${markdownTable(['Severity', 'Check', 'What', 'Endpoint', 'Where'], rows)}`,
    suppressed.length === 0 ? '' : `\n## Suppressed\n\n${markdownTable(['Check', 'Where', 'Reason', 'Until', 'By'], suppressed)}`,
    coverageMarkdown(report),
  ].join('');
}
