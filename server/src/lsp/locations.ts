import { join } from 'node:path';
import type { Range as LspRange } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import type { Position, Range } from '../base/span';

/** The absolute path that a URI stands for; undefined for everything that is not a file on this machine (untitled, git, notebooks). */
export function pathOf(uri: string): string | undefined {
  try {
    const parsed = URI.parse(uri);
    return parsed.scheme === 'file' ? parsed.fsPath : undefined;
  } catch {
    return undefined;
  }
}

/** The URI of a file of a folder, in one spelling: clients may percent-encode differently. */
export function uriOf(root: string, file: string): string {
  return URI.file(join(root, file)).toString();
}

/** The one spelling of a client's URI that is used for keys here; itself when it is no file. */
export function canonical(uri: string): string {
  const path = pathOf(uri);
  return path === undefined ? uri : URI.file(path).toString();
}

/** A range as the protocol counts: from zero. */
export function lspRange({ start, end }: Range): LspRange {
  return { start: { line: start.line - 1, character: start.column - 1 }, end: { line: end.line - 1, character: end.column - 1 } };
}

/** Whether two ranges touch; a bare cursor touches what it stands before or after. */
export function touches(a: LspRange, b: LspRange): boolean {
  const before = (x: LspRange['start'], y: LspRange['start']): boolean => x.line < y.line || (x.line === y.line && x.character <= y.character);
  return before(a.start, b.end) && before(b.start, a.end);
}

/** A place as people write it, for links: `src/app.ts:12`. */
export function shownPlace(file: string, at: Position): string {
  return `${file}:${at.line}`;
}
