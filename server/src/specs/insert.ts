import type { TextEdit } from '../base/span';
import type { DocumentEntry, MapNode } from '../syntax/document';
import { columnOf, spansLines, type Style } from './style';
import type { Member } from './tree';
import { blockLines, flowLines, flowMember, usualFlow, type FlowStyle } from './write';

/** Where a member goes. */
export interface Target {
  readonly text: string;
  readonly style: Style;
  readonly map: MapNode;
  /** The entry of the map that it follows; null for a map that is empty. */
  readonly after: DocumentEntry | null;
  /** The key under which the map stands. */
  readonly parent: string;
  /** Whether an empty line goes in front. */
  readonly apart: boolean;
}

/** The edits that write one more member into a map; null where it cannot be done without touching something else. */
export function insertMember(target: Target, member: Member): readonly TextEdit[] | null {
  return target.map.flow ? insertFlow(target, member) : insertBlock(target, member);
}

function lineEnd(text: string, offset: number): number {
  const found = /[\r\n]/g;
  found.lastIndex = offset;
  return found.exec(text)?.index ?? text.length;
}

const contentEnd = (entry: DocumentEntry): number => Math.max(entry.keyEnd, entry.value?.end ?? 0);

/** The end of the last line that belongs to an entry: comments that stand deeper than its key are its own. */
function entryEnd(text: string, entry: DocumentEntry, column: number): number {
  let end = lineEnd(text, contentEnd(entry));
  for (let at = end; at < text.length;) {
    const start = text.startsWith('\r\n', at) ? at + 2 : at + 1;
    const stop = lineEnd(text, start);
    const line = text.slice(start, stop);
    const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    if (line.trim() === '') { at = stop; continue; }
    if (line[indent] !== '#' || indent <= column) break;
    end = at = stop;
  }
  return end;
}

const indented = (lines: readonly string[], indent: string, style: Style): string => lines.map((line) => `${style.eol}${indent}${line}`).join('');

function insertBlock({ text, style, map, after, parent, apart }: Target, member: Member): readonly TextEdit[] | null {
  const first = map.entries[0];
  if (after === null || first === undefined) return null;
  const column = columnOf(text, first.keyStart);
  const at = entryEnd(text, after, column);
  const lines = blockLines(member, parent, style);
  return [{ start: at, end: at, newText: `${apart ? style.eol : ''}${indented(lines, ' '.repeat(column), style)}` }];
}

/** The edits that give an entry of a block map, whose value is nothing or `{}`, a member to hold; null where that cannot be done. */
export function fillEntry(text: string, style: Style, entry: DocumentEntry, member: Member): readonly TextEdit[] | null {
  const { value } = entry;
  const column = columnOf(text, entry.keyStart);
  const indent = ' '.repeat(column) + style.unit;
  const at = entryEnd(text, entry, column);
  const block: TextEdit = { start: at, end: at, newText: indented(blockLines(member, entry.key, style), indent, style) };
  if (value === null) return [block];
  if (value.kind === 'map' ? value.entries.length > 0 || /[^\s{}]/.test(text.slice(value.start, value.end)) : value.kind !== 'scalar' || value.value !== null) return null;
  let start = value.start;
  while (text[start - 1] === ' ' || text[start - 1] === '\t') start--;
  return [{ start, end: value.end, newText: '' }, block];
}

/** How a map in braces, or the nearest around it that says so, is written. */
function flowOf(text: string, map: MapNode, style: Style): FlowStyle {
  const [first, second] = map.entries;
  const usual = usualFlow(style);
  if (first === undefined) return usual;
  const json = style.language === 'json' || first.quote === 'double';
  const colon = first.value === null || !json ? ': ' : text.slice(first.keyEnd, first.value.start);
  const gap = second === undefined ? null : text.slice(contentEnd(first), second.keyStart);
  return {
    json,
    colon: /^[ \t]*:[ \t]*$/.test(colon) ? colon : ': ',
    comma: gap !== null && /^,[ \t]*$/.test(gap) ? gap : colon === ':' ? ',' : ', ',
    pad: /^[ \t]*$/.test(text.slice(map.start + 1, first.keyStart)) ? text.slice(map.start + 1, first.keyStart) : colon === ':' ? '' : ' ',
  };
}

/** Whether the rest of a line holds nothing but a comment. */
const restIsComment = (rest: string): boolean => /^[ \t]*(#.*|\/\/.*|\/\*.*\*\/[ \t]*)?$/.test(rest);

/** Goes over blanks and comments. */
function skipBlanks(text: string, offset: number, json: boolean): number {
  const blank = json ? /(?:\s|\/\/[^\r\n]*|\/\*[^]*?\*\/)*/y : /(?:\s|#[^\r\n]*)*/y;
  blank.lastIndex = offset;
  return offset + (blank.exec(text)?.[0].length ?? 0);
}

function insertFlow({ text, style, map, after, parent }: Target, member: Member): readonly TextEdit[] | null {
  if (text[map.start] !== '{' || text[map.end - 1] !== '}') return null;
  const flow = flowOf(text, map, style);
  const json = style.language === 'json';
  if (after === null) return fillFlow(text, style, map, member, parent);
  const first = map.entries[0] ?? after;
  const onLines = spansLines(text, map.start, first.keyStart);
  const indent = onLines ? /^[ \t]*/.exec(text.slice(after.keyStart - columnOf(text, after.keyStart), after.keyStart))?.[0] ?? '' : '';
  const multi = { ...flow, colon: ': ', comma: ', ', pad: ' ' };
  const lines = onLines ? indented(flowLines(member, parent, style, flow.json ? { ...multi, colon: flow.colon } : multi), indent, style) : flowMember(member, style, flow);
  const end = contentEnd(after);
  const mark = skipBlanks(text, end, json);
  const eol = (offset: number): number => lineEnd(text, offset);
  if (text[mark] === ',') {
    const behind = mark + 1;
    if (!onLines) return [{ start: behind, end: behind, newText: `${flow.comma.slice(1)}${lines},` }];
    // The comment behind a comma speaks of what stands in front of it.
    const at = restIsComment(text.slice(behind, eol(behind))) ? eol(behind) : behind;
    return [{ start: at, end: at, newText: `${lines},` }];
  }
  if (text[mark] !== '}') return null;
  if (!onLines) return [{ start: end, end, newText: `${flow.comma}${lines}` }];
  const at = restIsComment(text.slice(end, eol(end))) ? eol(end) : end;
  return at === end ? [{ start: end, end, newText: `,${lines}` }] : [{ start: end, end, newText: ',' }, { start: at, end: at, newText: lines }];
}

/** Writes the first member into empty braces; what stands in them already is a comment, and stays. */
function fillFlow(text: string, style: Style, map: MapNode, member: Member, parent: string): readonly TextEdit[] | null {
  const inside = text.slice(map.start + 1, map.end - 1);
  const line = map.start - columnOf(text, map.start);
  const indent = /^[ \t]*/.exec(text.slice(line, map.start))?.[0] ?? '';
  const usual = usualFlow(style);
  const blank = inside.trim() === '';
  // A text on one line stays on one line.
  if (blank && !spansLines(text.trim(), 0, text.trim().length)) {
    const tight = !/[:,][ \t]/.test(text.slice(0, map.start));
    const flow = tight ? { json: true, colon: ':', comma: ',', pad: '' } : { ...usual, json: style.language === 'json' || style.keyQuote === 'double' };
    return [{ start: map.start + 1, end: map.end - 1, newText: `${flow.pad}${flowMember(member, style, flow)}${flow.pad}` }];
  }
  const lines = indented(flowLines(member, parent, style, usual), indent + style.unit, style);
  return blank ? [{ start: map.start + 1, end: map.end - 1, newText: `${lines}${style.eol}${indent}` }] : [{ start: map.start + 1, end: map.start + 1, newText: lines }];
}
