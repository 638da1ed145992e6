import type { TextEdit } from '../base/span';
import { afterEol, eolOf, indentAt, lineEnd, lineStart } from './context';
import { skipTrivia, type Node } from './tree';

/** Edits that put an item behind the last one of a list in brackets, in the list's own style; `open` is the offset behind the opening bracket. */
export function appendItem(text: string, list: { readonly open: number; readonly close: number; readonly padded: boolean }, items: readonly Node[], item: string): readonly TextEdit[] {
  const last = items.at(-1);
  if (last === undefined) {
    // Comments inside of an empty list stay in front of the item.
    const inner = text.slice(list.open, list.close);
    const pad = list.padded ? ' ' : '';
    if (inner.trim() === '') return [{ start: list.open, end: list.close, newText: `${pad}${item}${pad}` }];
    return [{ start: list.close, end: list.close, newText: `${item}${pad}` }];
  }
  const comma = skipTrivia(text, last.range[1]);
  const trailing = text[comma] === ',' && comma < list.close;
  if (lineStart(text, last.range[0]) === lineStart(text, list.open)) return [{ start: last.range[1], end: last.range[1], newText: `, ${item}` }];
  const indent = indentAt(text, last.range[0]);
  const eol = eolOf(text);
  // Behind a comment on the last item's line, so that the comment stays with its item. A comma that stands on a later line ends no line.
  const end = Math.min(lineEnd(text, trailing ? comma : last.range[1]), closingLine(text, list.close));
  return trailing
    ? [{ start: end, end, newText: `${eol}${indent}${item},` }]
    : [{ start: last.range[1], end: last.range[1], newText: ',' }, { start: end, end, newText: `${eol}${indent}${item}` }];
}

/** Where the inside of a list ends: before the white space in front of its closing bracket. */
function closingLine(text: string, close: number): number {
  let at = close;
  while (at > 0 && /\s/.test(text[at - 1] ?? '')) at--;
  return at;
}

/** The edit that takes items out of a list in brackets; the commas that remain are valid, and an item that fills its lines takes them along. */
export function removeItems(text: string, items: readonly Node[], gone: readonly Node[]): readonly TextEdit[] {
  const staying = items.filter((item) => !gone.includes(item));
  const [first] = items;
  const last = items.at(-1);
  if (staying.length === 0 && first !== undefined && last !== undefined) {
    const lines = items.map((item) => linesOf(text, item));
    if (lines.every((line) => line !== null)) return merged(lines.map((line) => ({ ...line, newText: '' })));
    const comma = skipTrivia(text, last.range[1]);
    return [{ start: first.range[0], end: text[comma] === ',' ? comma + 1 : last.range[1], newText: '' }];
  }
  const edits: TextEdit[] = [];
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (item === undefined || !gone.includes(item)) continue;
    const wholeLines = linesOf(text, item);
    if (wholeLines !== null) { edits.push({ ...wholeLines, newText: '' }); continue; }
    const next = items[index + 1];
    const previous = staying.findLast((other) => other.range[1] <= item.range[0]);
    if (next !== undefined) edits.push({ start: item.range[0], end: next.range[0], newText: '' });
    else if (previous !== undefined) edits.push({ start: previous.range[1], end: item.range[1], newText: '' });
  }
  return merged(edits);
}

/** The lines that an item fills alone, with its comma and a comment behind it; null when it shares them. */
function linesOf(text: string, item: Node): { start: number; end: number } | null {
  const start = lineStart(text, item.range[0]);
  if (text.slice(start, item.range[0]).trim() !== '') return null;
  const rest = text.slice(item.range[1], lineEnd(text, item.range[1]));
  if (!/^\s*,?\s*(\/\/.*|\/\*((?!\*\/).)*\*\/\s*)?$/.test(rest)) return null;
  return { start, end: afterEol(text, lineEnd(text, item.range[1])) };
}

function merged(edits: readonly TextEdit[]): readonly TextEdit[] {
  const out: TextEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last !== undefined && edit.start <= last.end) out[out.length - 1] = { start: last.start, end: Math.max(last.end, edit.end), newText: '' };
    else out.push(edit);
  }
  return out;
}

/** The brackets of a node that is a list: an object literal or pattern, an array, braces of an import. */
export function bracketsOf(node: Node): { readonly open: number; readonly close: number; readonly padded: boolean } {
  return { open: node.range[0] + 1, close: node.range[1] - 1, padded: node.type !== 'ArrayExpression' };
}
