import type { AnnotatedTextEdit, ChangeAnnotation, CreateFile, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { Fix } from '../model/finding';
import type { ClientFeatures } from './client-features';
import { lspRange } from './locations';

/** How a file is called and which version of it the edits are about; null: the one on disk. `text` is undefined when there is no such file. */
export interface EditTarget { readonly uri: string; readonly version: number | null; readonly text: string | undefined }

const annotation = 'routewarden';

/** A file keeps its line ends, whatever the fix was written with. */
function withLineEnds(newText: string, text: string | undefined): string {
  return text?.includes('\r\n') === true ? newText.replace(/\r?\n/g, '\r\n') : newText;
}

/**
 * The edits of a fix, annotated with whether it changes what callers get. None asks for confirmation: editors then open a preview in which nothing
 * is ticked, and who applies that has applied nothing. Undo takes a fix back. Null: the client cannot do it.
 */
export function workspaceEditOf(fix: Fix, target: (file: string) => EditTarget, features: ClientFeatures): WorkspaceEdit | null {
  const byFile = new Map<string, { readonly at: EditTarget; readonly edits: TextEdit[] }>();
  for (const { file, range, newText } of fix.edits) {
    const known = byFile.get(file) ?? { at: target(file), edits: [] };
    byFile.set(file, known);
    known.edits.push({ range: lspRange(range), newText: withLineEnds(newText, known.at.text) });
  }
  const files = [...byFile.values()];
  if (files.some(({ at }) => at.text === undefined) && !features.createFiles) return null;
  if (!features.documentChanges) return { changes: Object.fromEntries(files.map(({ at, edits }) => [at.uri, edits])) };
  const annotate = (edit: TextEdit): TextEdit | AnnotatedTextEdit => features.changeAnnotations ? { ...edit, annotationId: annotation } : edit;
  const documentChanges = files.flatMap(({ at, edits }): (CreateFile | TextDocumentEdit)[] => [
    ...(at.text === undefined ? [{ kind: 'create' as const, uri: at.uri, options: { ignoreIfExists: true } }] : []),
    { textDocument: { uri: at.uri, version: at.version }, edits: edits.map(annotate) },
  ]);
  if (!features.changeAnnotations) return { documentChanges };
  const about: ChangeAnnotation = fix.safe
    ? { label: fix.title, description: 'Allowed callers get what they got before.' }
    : { label: fix.title, description: 'This changes what callers get: look at it before you apply it.' };
  return { documentChanges, changeAnnotations: { [annotation]: about } };
}
