import type { Finding } from '../../server/src/model/finding';
import { annotation } from '../../server/build/check-fixtures';

/** A finding as a fixture says it: `file:line:column-column check`, the second column where the marked part of the line ends. */
export type Mark = string;

/** A fixture file without its annotations, and what they say, in lines of the text without them. */
export function readAnnotated(file: string, text: string): { readonly text: string; readonly marks: readonly Mark[] } {
  const kept: string[] = [];
  const marks: Mark[] = [];
  for (const line of text.split('\n')) {
    const found = annotation.exec(line);
    if (found === null) { kept.push(line); continue; }
    const [, indent = '', leader = '', fromLeader, more = '', space = '', carets = '', check = ''] = found;
    const first = indent.length + 1;
    const start = fromLeader === undefined ? first + leader.length + space.length : first;
    const end = fromLeader === undefined ? start + carets.length : more === '' ? first + 1 : first + leader.length + 1 + more.length;
    marks.push(`${file}:${kept.length}:${start}-${end} ${check}`);
  }
  return { text: kept.join('\n'), marks };
}

/** The mark of a finding; one that goes on below its first line is marked to that line's end. */
export function markOf(finding: Finding, text: string): Mark {
  const { start, end } = finding.range;
  const line = text.split('\n')[start.line - 1] ?? '';
  return `${finding.file}:${start.line}:${start.column}-${end.line === start.line ? end.column : line.length + 1} ${finding.check}`;
}
