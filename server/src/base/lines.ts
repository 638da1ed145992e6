import type { Position, Range, Span } from './span';

/** Offsets at which lines start; the first is 0. A line ends at `\n`, `\r\n` or a lone `\r`, as in the Language Server Protocol. */
export type LineStarts = readonly number[];

/** Computes where the lines of a text start. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) starts.push(i + 1);
    else if (c === 13) {
      if (text.charCodeAt(i + 1) === 10) i++;
      starts.push(i + 1);
    }
  }
  return starts;
}

/** The 1-based position of an offset. Offsets past the end give a position on the last line. */
export function positionAt(starts: LineStarts, offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if ((starts[mid] ?? 0) <= offset) low = mid;
    else high = mid - 1;
  }
  return { line: low + 1, column: Math.max(0, offset - (starts[low] ?? 0)) + 1 };
}

/** The 1-based range of a span. */
export function rangeAt(starts: LineStarts, span: Span): Range {
  return { start: positionAt(starts, span.start), end: positionAt(starts, span.end) };
}

/** The offset of a 1-based position, clamped to the text's lines. */
export function offsetAt(starts: LineStarts, position: Position): number {
  const line = Math.min(Math.max(position.line, 1), starts.length);
  return (starts[line - 1] ?? 0) + Math.max(0, position.column - 1);
}
