import * as vscode from 'vscode';
import type { InventoryFormat, InventoryRequest } from '../../server/src/lsp/protocol';

/** What the command may be called with, so that tasks, keys and tests can do without the pickers. */
export interface ExportArguments {
  readonly format?: InventoryFormat;
  readonly uri?: vscode.Uri | string;
  /** URI of the workspace folder. */
  readonly folder?: string;
}

/** Asks the server for the inventory. */
export type AskInventory = (params: InventoryRequest['params'], token: vscode.CancellationToken) => Promise<InventoryRequest['result']>;

/** The formats in the order in which they are offered, with their file extension. */
const formats: readonly { readonly format: InventoryFormat; readonly label: string; readonly detail: string; readonly extension: string }[] = [
  { format: 'json', label: 'JSON', detail: 'Everything that is known, for other programs', extension: 'json' },
  { format: 'csv', label: 'CSV', detail: 'One row per endpoint, for spreadsheets', extension: 'csv' },
  { format: 'markdown', label: 'Markdown', detail: 'A table for reviews and wikis', extension: 'md' },
];

/**
 * The command *Export Inventory…*: picks a format and a target, writes the file and opens it.
 * @returns where the inventory was written, or null when the user gave up on the way; fails when the server or the file system fails
 */
export async function exportInventory(ask: AskInventory, given: ExportArguments = {}): Promise<vscode.Uri | null> {
  const chosen = formats.find((entry) => entry.format === given.format)
    ?? (await vscode.window.showQuickPick(formats, { title: 'Export Inventory', placeHolder: 'Format of the endpoint inventory' }));
  if (chosen === undefined) return null;
  const folder = await chooseFolder(given.folder);
  if (folder === undefined) return null;
  const target = given.uri === undefined ? await pickTarget(chosen, folder) : typeof given.uri === 'string' ? vscode.Uri.parse(given.uri, true) : given.uri;
  if (target === undefined) return null;
  const inventory = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Routewarden: exporting the inventory', cancellable: true },
    (_progress, token) => ask({ format: chosen.format, folder: folder.uri.toString() }, token),
  );
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(inventory.text));
  await vscode.window.showTextDocument(target, { preview: false });
  void vscode.window.setStatusBarMessage(`Routewarden: ${inventory.endpoints} endpoints written to ${vscode.workspace.asRelativePath(target)}.`, 10_000);
  return target;
}

/** The folder that the inventory is of: the one that is named, the only one, or the one that is picked. Fails when none is open. */
async function chooseFolder(given: string | undefined): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [only] = folders;
  if (only === undefined) throw new Error('no folder is open; open the one that holds the API.');
  const named = given === undefined ? undefined : folders.find(({ uri }) => uri.toString() === vscode.Uri.parse(given, true).toString());
  return named ?? (folders.length === 1 ? only : vscode.window.showWorkspaceFolderPick({ placeHolder: 'Folder whose endpoints are exported' }));
}

/** Asks where to write; starts in the folder. */
async function pickTarget(chosen: (typeof formats)[number], folder: vscode.WorkspaceFolder): Promise<vscode.Uri | undefined> {
  const name = `endpoint-inventory.${chosen.extension}`;
  return vscode.window.showSaveDialog({
    title: 'Export Inventory',
    saveLabel: 'Export',
    filters: { [chosen.label]: [chosen.extension] },
    defaultUri: vscode.Uri.joinPath(folder.uri, name),
  });
}
