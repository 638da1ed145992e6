import { hashText } from '../base/hash';
import { rangeAt } from '../base/lines';
import type { DirectiveFact } from '../model/facts';
import type { Finding } from '../model/finding';

/** The directives of one file with where its lines start. */
export interface FileDirectives { readonly file: string; readonly lineStarts: readonly number[]; readonly directives: readonly DirectiveFact[] }

/** An `x-routewarden-ignore` entry and the operations (by JSON pointer prefix) it speaks for. */
export interface DocumentIgnore {
  readonly file: string; readonly pointer: string; readonly check: string; readonly reason: string; readonly until: string | null;
  readonly start: number; readonly end: number; readonly lineStarts: readonly number[];
}

/**
 * Marks what comments and `x-routewarden-ignore` suppress, and reports suppressions that have no reason, have expired or suppress nothing.
 * `today` is an ISO date; a suppression holds through its last day. An `until` that is no date counts as expired.
 */
export function applySuppressions(findings: readonly Finding[], directives: readonly FileDirectives[], ignores: readonly DocumentIgnore[], today: string): Finding[] {
  const out = [...findings];
  const extra: Finding[] = [];
  const matches = (check: string, wanted: string): boolean => wanted === check || wanted === '*' || (wanted.endsWith('/*') && check.startsWith(wanted.slice(0, -1)));
  const current = (until: string | null): boolean => until === null || (/^\d{4}-\d\d-\d\d$/.test(until) && until >= today);

  function suppress(applies: (finding: Finding) => boolean, about: { readonly checks: readonly string[]; readonly reason: string; readonly until: string | null }, at: Place): void {
    const valid = about.reason.trim() !== '';
    const live = current(about.until);
    let used = false;
    out.forEach((finding, index) => {
      if (finding.suppressed || !applies(finding) || !about.checks.some(check => matches(finding.check, check))) return;
      used = true;
      if (valid && live) out[index] = { ...finding, suppressed: { reason: about.reason, until: about.until, by: 'comment' } };
    });
    const names = about.checks.join(', ') || 'no check';
    if (!valid) extra.push(problem('suppression/without-reason', `This suppression of ${names} gives no reason, so it does not count: write why after two dashes.`, at));
    else if (!live) extra.push(problem('suppression/expired', `This suppression of ${names} ended on ${about.until ?? ''}: repair what it hides or give it a new date.`, at));
    else if (!used) extra.push(problem('suppression/unused', `This suppression of ${names} hides nothing any more: remove it.`, at));
  }

  for (const { file, lineStarts, directives: list } of directives) for (const directive of list) {
    suppress(finding => finding.file === file && finding.range.start.line === directive.line, directive, { file, lineStarts, start: directive.start, end: directive.end });
  }
  for (const ignore of ignores) {
    suppress(finding => finding.file === ignore.file && finding.pointer !== null && finding.pointer.startsWith(ignore.pointer), { checks: [ignore.check], reason: ignore.reason, until: ignore.until }, ignore);
  }
  return [...out, ...extra];
}

interface Place { readonly file: string; readonly lineStarts: readonly number[]; readonly start: number; readonly end: number }

function problem(check: string, message: string, at: Place): Finding {
  return {
    check, severity: 'warning', message, file: at.file, range: rangeAt(at.lineStarts, at), endpoint: null, pointer: null,
    fingerprint: hashText(`${check}\0${at.file}\0${message}`), owasp: 'API9:2023', cwe: 1059, related: [], repairs: [], suppressed: null,
  };
}
