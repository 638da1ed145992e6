import * as vscode from 'vscode';
import { until, workspaceRoot } from './editor';

/** The files of the workspace that the tests speak of. */
export const notes = 'src/routes/notes.ts';
export const users = 'src/routes/users.ts';

export const uriOf = (file: string): vscode.Uri => vscode.Uri.joinPath(workspaceRoot(), file);

/** Opens a file of the workspace in an editor. */
export async function open(file: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uriOf(file)));
}

/** Our findings in a file, by their check; other extensions have their own say. */
export function findings(file: string): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uriOf(file)).filter(({ source }) => source === 'routewarden');
}

/** `line check` of the findings in a file, as people count lines. */
export function told(file: string): string[] {
  return findings(file).map(({ range, code }) => `${range.start.line + 1} ${typeof code === 'object' ? code.value : code}`).sort();
}

/** Waits until a file has exactly these findings. */
export async function expectFindings(file: string, ...expected: string[]): Promise<void> {
  let last = '';
  try {
    await until('findings', () => {
      last = JSON.stringify(told(file));
      return last === JSON.stringify([...expected].sort());
    });
  } catch {
    throw new Error(`${file} should have ${JSON.stringify(expected)} and has ${last}`);
  }
}

/** Replaces the first occurrence of some text, piece by piece, as somebody who types. */
export async function type(editor: vscode.TextEditor, before: string, after: string, pieces = 1): Promise<void> {
  const { document } = editor;
  const at = document.getText().indexOf(before);
  if (at < 0) throw new Error(`there is no ${JSON.stringify(before)}`);
  await editor.edit(edit => edit.delete(new vscode.Range(document.positionAt(at), document.positionAt(at + before.length))));
  const size = Math.max(1, Math.ceil(after.length / pieces));
  for (let from = 0; from < after.length; from += size) {
    await editor.edit(edit => edit.insert(document.positionAt(at + from), after.slice(from, from + size)));
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

/** Takes back everything that was typed, so that the next test finds the file as it is on disk. */
export async function revert(file: string): Promise<void> {
  await open(file);
  await vscode.commands.executeCommand('workbench.action.files.revert');
}

/** The quick fixes at a place, with their edits. */
export async function fixesAt(file: string, line: number): Promise<vscode.CodeAction[]> {
  const { document } = await open(file);
  const range = new vscode.Range(document.lineAt(line - 1).range.start, document.lineAt(line - 1).range.end);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range, vscode.CodeActionKind.QuickFix.value, 20);
  return actions.filter(({ edit }) => edit !== undefined);
}

/** Applies a quick fix as the editor does when it is chosen. */
export async function apply(actions: readonly vscode.CodeAction[], title: RegExp): Promise<void> {
  const action = actions.find(one => title.test(one.title));
  if (action?.edit === undefined) throw new Error(`no fix is ${String(title)}; there are ${actions.map(one => one.title).join(', ')}`);
  if (!await vscode.workspace.applyEdit(action.edit)) throw new Error(`the editor refused ${action.title}`);
}
