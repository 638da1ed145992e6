import { lineStartsOf, rangeAt } from '../base/lines';
import type { TextEdit } from '../base/span';
import type { ApiModel, Endpoint } from '../model/api';
import type { ModuleFacts } from '../model/facts';
import type { FileEdit } from '../model/finding';
import type { SpecFacts } from '../model/spec';

/** What a fix may look at. All texts are those of one snapshot. */
export interface FixContext {
  readonly model: ApiModel;
  /** The text of any file of the workspace, whatever its kind; undefined only when there is no such file. */
  text(file: string): string | undefined;
  spec(file: string): SpecFacts | undefined;
  facts(file: string): ModuleFacts | undefined;
}

/** The edits of one file in 1-based ranges, in the order of the text. */
export function fileEdits(file: string, text: string, edits: readonly TextEdit[]): readonly FileEdit[] {
  const starts = lineStartsOf(text);
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end).map((edit) => ({ file, range: rangeAt(starts, edit), newText: edit.newText }));
}

/** The endpoint of an id; the first one when two applications serve the same. */
export function endpointOf(context: FixContext, id: string): Endpoint | undefined {
  return context.model.endpoints.find((endpoint) => endpoint.id === id);
}

/** The line ending that a text uses. */
export function eolOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** The white space at the start of the line on which an offset stands. */
export function indentAt(text: string, offset: number): string {
  const line = lineStart(text, offset);
  return /^[ \t]*/.exec(text.slice(line, line + 200))?.[0] ?? '';
}

/** Where the line of an offset starts. */
export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at--;
  return at;
}

/** Where the line of an offset ends, before its line ending. */
export function lineEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}

/** The offset after a line ending that starts here; the same offset when none does. */
export function afterEol(text: string, offset: number): number {
  return text.startsWith('\r\n', offset) ? offset + 2 : text[offset] === '\n' || text[offset] === '\r' ? offset + 1 : offset;
}
