import type { WorkspaceEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** Applies a workspace edit as a client does; the result holds the new text of every file that it touches. */
export function applied(edit: WorkspaceEdit | undefined, text: (uri: string) => TextDocument | undefined): Record<string, string> {
  if (edit === undefined) throw new Error('there is no edit');
  const result: Record<string, string> = {};
  const put = (uri: string, edits: Parameters<typeof TextDocument.applyEdits>[1]): void => {
    const document = text(uri) ?? TextDocument.create(uri, '', 0, result[uri] ?? '');
    result[uri] = TextDocument.applyEdits(document, edits);
  };
  for (const [uri, edits] of Object.entries(edit.changes ?? {})) put(uri, edits);
  for (const change of edit.documentChanges ?? []) {
    if ('kind' in change) {
      if (change.kind === 'create') result[change.uri] = '';
      continue;
    }
    const { uri, version } = change.textDocument;
    const open = text(uri);
    // A client refuses edits that are about another version of what it shows.
    if (version !== null && version !== open?.version) throw new Error(`edits of version ${version} for version ${open?.version}`);
    put(uri, change.edits.map(one => 'snippet' in one ? { range: one.range, newText: one.snippet.value.replace(/\$\{\d+:([^}]*)\}/g, '$1').replace(/\\([\\$}])/g, '$1') } : one));
  }
  return result;
}
