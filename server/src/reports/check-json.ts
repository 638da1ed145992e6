import type { Evidence, Finding, Fix } from '../model/finding';
import { orderedCoverage, orderedFindings, type CheckReport } from './report';

const rangeOf = ({ start, end }: Evidence['range']): Evidence['range'] => ({
  start: { line: start.line, column: start.column }, end: { line: end.line, column: end.column },
});

/** A finding as the outer contract writes it, its fixes included. */
export function findingJson(finding: Finding, fixes: readonly Fix[]): object {
  const { check, severity, message, file, endpoint, pointer, fingerprint, owasp, cwe, suppressed } = finding;
  return {
    check, severity, message, file, range: rangeOf(finding.range), endpoint, pointer, fingerprint, owasp, cwe,
    related: finding.related.map(one => ({ message: one.message, file: one.file, range: rangeOf(one.range) })),
    fixes: fixes.map(({ title, safe, edits }) => ({ title, safe, edits: edits.map(edit => ({ file: edit.file, range: rangeOf(edit.range), newText: edit.newText })) })),
    suppressed: suppressed && { reason: suppressed.reason, until: suppressed.until, by: suppressed.by },
  };
}

/** Findings as JSON, the contract's `check --format json`. */
export function checkJson(report: CheckReport): string {
  const { tool, root, coverage } = report;
  const findings = orderedFindings(report.findings).map(finding => findingJson(finding, report.fixes(finding)));
  return `${JSON.stringify({ schemaVersion: 1, tool: { name: tool.name, version: tool.version }, root, findings, coverage: orderedCoverage(coverage) }, null, 2)}\n`;
}
