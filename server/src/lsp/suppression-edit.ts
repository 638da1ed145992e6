import type { SnippetTextEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { ClientFeatures } from './client-features';
import type { EditTarget } from './workspace-edit';

const directive = 'routewarden-ignore-next-line';

/** How a comment starts in a file; null for files that have none. */
function commentOf(file: string): string | null {
  return /\.[cm]?[jt]sx?$/i.test(file) ? '//' : /\.ya?ml$/i.test(file) ? '#' : null;
}

/** The lines of a text without their ends. */
const linesOf = (text: string): readonly string[] => text.split(/\r\n|\r|\n/);

/** Text as a snippet writes it. */
const escaped = (text: string): string => text.replace(/[\\$}]/g, character => `\\${character}`);

/**
 * Puts a suppression above a line (from zero). The reason is left to the person: a placeholder where the editor has such. Null where a
 * comment is not possible.
 */
export function suppressionEdit(check: string, line: number, file: string, at: EditTarget, features: ClientFeatures): WorkspaceEdit | null {
  const comment = commentOf(file);
  const lines = linesOf(at.text ?? '');
  const current = lines[line];
  if (comment === null || current === undefined) return null;
  const above = line > 0 ? new RegExp(`${directive}\\s+`).exec(lines[line - 1] ?? '') : null;
  if (above !== null) {
    // There is one already: it takes this check, too, because only the nearest line is the next line.
    const place = { line: line - 1, character: above.index + above[0].length };
    return wrap({ range: { start: place, end: place }, newText: `${check}, ` }, at, features);
  }
  const place = { line, character: 0 };
  const range = { start: place, end: place };
  const indent = /^\s*/.exec(current)?.[0] ?? '';
  const eol = at.text?.includes('\r\n') === true ? '\r\n' : '\n';
  const head = `${indent}${comment} ${directive} ${check} -- `;
  if (!features.snippetEdits) return wrap({ range, newText: `${head}reason${eol}` }, at, features);
  const snippet: SnippetTextEdit = { range, snippet: { kind: 'snippet', value: `${escaped(head)}\${1:reason}${eol}` } };
  return { documentChanges: [{ textDocument: { uri: at.uri, version: at.version }, edits: [snippet] }] };
}

function wrap(edit: TextEdit, at: EditTarget, features: ClientFeatures): WorkspaceEdit {
  return features.documentChanges ? { documentChanges: [{ textDocument: { uri: at.uri, version: at.version }, edits: [edit] }] } : { changes: { [at.uri]: [edit] } };
}
