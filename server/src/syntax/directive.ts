import type { DirectiveFact } from '../model/facts';

/** What a suppression comment starts with, in any language. */
export const DIRECTIVE = 'routewarden-ignore-next-line';

/** Reads what follows the directive's name: checks, reason and date. */
export function parseDirective(rest: string): Pick<DirectiveFact, 'checks' | 'reason' | 'until'> {
  const dashes = /(?:^|\s)--(?:\s|$)/.exec(rest);
  const list = dashes === null ? rest : rest.slice(0, dashes.index);
  const reason = dashes === null ? '' : rest.slice(dashes.index + dashes[0].length);
  const dated = /^(.*?)\s*\(until\s+(\d{4}-\d{2}-\d{2})\)\s*$/s;
  const inReason = dated.exec(reason);
  const inList = dated.exec(list);
  return {
    checks: (inList?.[1] ?? list).split(/[\s,]+/).filter((check) => check !== ''),
    reason: (inReason?.[1] ?? reason).trim(),
    until: inReason?.[2] ?? inList?.[2] ?? null,
  };
}
