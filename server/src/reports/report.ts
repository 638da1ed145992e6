import type { ApiModel, Coverage } from '../model/api';
import type { Finding, Fix, Severity } from '../model/finding';
import type { RuleInfo } from './rule';

export interface Tool { readonly name: string; readonly version: string }

/** What a report of findings is made of. */
export interface CheckReport {
  readonly tool: Tool;
  /** Absolute path of the workspace. */
  readonly root: string;
  readonly findings: readonly Finding[];
  /** The repairs of a finding; asked only by formats that carry them. */
  readonly fixes: (finding: Finding) => readonly Fix[];
  readonly rules: readonly RuleInfo[];
  readonly coverage: Coverage;
  readonly endpoints: number;
}

/** What a report of the inventory is made of. */
export interface InventoryReport {
  readonly tool: Tool;
  readonly root: string;
  readonly model: ApiModel;
  readonly findings: readonly Finding[];
}

/** How a report meets its reader's terminal; for formats that people read. */
export interface Display { readonly colour: boolean; /** Columns of the terminal; null: no limit. */ readonly width: number | null }

/** Order of texts by code unit, the same on every machine. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Findings by file, place, check and words, so that equal trees give equal reports. */
export function orderedFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => byText(a.file, b.file) || a.range.start.line - b.range.start.line || a.range.start.column - b.range.start.column
    || byText(a.check, b.check) || byText(a.message, b.message) || byText(a.fingerprint, b.fingerprint));
}

/** How much findings weigh, heaviest first. */
export const severities: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** Coverage in the contract's order. */
export function orderedCoverage(coverage: Coverage): Coverage {
  return {
    files: coverage.files,
    analysed: coverage.analysed,
    skipped: [...coverage.skipped].sort((a, b) => byText(a.file, b.file) || byText(a.reason, b.reason)).map(({ file, reason }) => ({ file, reason })),
    unresolved: [...coverage.unresolved].sort((a, b) => byText(a.file, b.file) || a.line - b.line || byText(a.reason, b.reason)).map(({ file, line, reason }) => ({ file, line, reason })),
  };
}

/** `1 file`, `2 files`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What could not be looked at, and where it is listed, in one sentence; empty when everything was. */
export function coverageSentence(coverage: Coverage): string {
  const { skipped, unresolved } = coverage;
  if (skipped.length === 0 && unresolved.length === 0) return '';
  const parts = [...(skipped.length > 0 ? [`${counted(skipped.length, 'file')} skipped`] : []), ...(unresolved.length > 0 ? [`${counted(unresolved.length, 'place')} unresolved`] : [])];
  return `${parts.join(', ')} (--format markdown lists them)`;
}

/** Number of findings that are not suppressed, by severity, as `3 findings (2 errors, 1 warning)`. */
export function findingsSentence(findings: readonly Finding[]): string {
  const shown = findings.filter(({ suppressed }) => suppressed === null);
  const hidden = findings.length - shown.length;
  const parts = severities.flatMap((severity) => {
    const count = shown.filter(finding => finding.severity === severity).length;
    return count === 0 ? [] : [severity === 'info' ? `${count} info` : counted(count, severity)];
  });
  const total = shown.length === 0 ? 'No findings' : `${counted(shown.length, 'finding')} (${parts.join(', ')})`;
  return hidden === 0 ? total : `${total}, ${hidden} suppressed`;
}
