import * as vscode from 'vscode';
import { State, type LanguageClient } from 'vscode-languageclient/node';
import type { InventoryRequest, StatusNotification } from '../../server/src/lsp/protocol';
import { exportInventory, type ExportArguments } from './export-inventory';
import { createClient, createWatchers } from './server';
import { createStatusItem } from './status';

const inventoryMethod: InventoryRequest['method'] = 'routewarden/inventory';
const statusMethod: StatusNotification['method'] = 'routewarden/status';

/** The running client, kept for deactivate. */
let running: LanguageClient | undefined;

/** Starts the extension: registers the commands and starts the language server. Called once by VS Code. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('Routewarden', { log: true });
  const status = createStatusItem();
  const watchers = createWatchers();
  const client = createClient(context.asAbsolutePath('dist/server.js'), output, watchers, () => status.show({ phase: 'stopped' }));
  running = client;

  const guarded = (what: string, action: () => Promise<unknown>) => async (): Promise<unknown> => {
    try {
      return await action();
    } catch (error) {
      if (error instanceof vscode.CancellationError) return null;
      const message = error instanceof Error ? error.message : String(error);
      output.error(`${what}: ${message}`);
      void vscode.window.showErrorMessage(`Routewarden: ${what} failed: ${message}`, 'Show Output').then((choice) => choice && output.show());
      return null;
    }
  };

  context.subscriptions.push(
    output,
    status,
    ...watchers,
    client.onNotification(statusMethod, (params: StatusNotification['params']) => status.show(params)),
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Starting) status.show({ phase: 'starting' });
    }),
    vscode.commands.registerCommand('routewarden.showOutput', () => output.show()),
    vscode.commands.registerCommand('routewarden.restartServer', guarded('restarting the server', () => restart(client, output))),
    vscode.commands.registerCommand('routewarden.exportInventory', (given?: ExportArguments) =>
      guarded('exporting the inventory', () => exportInventory(async (params, token) => {
        if (!client.isRunning()) throw new Error('the language server is not running; restart it first.');
        return client.sendRequest<InventoryRequest['result']>(inventoryMethod, params, token);
      }, given))()),
  );

  status.show({ phase: 'starting' });
  await guarded('starting the server', () => client.start())();
  if (!client.isRunning()) status.show({ phase: 'stopped' });
}

/** Stops the server. Called by VS Code when the extension is switched off or the window closes. */
export async function deactivate(): Promise<void> {
  await running?.stop();
}

/** Stops a running server and starts it again; one that stays stopped is started. */
async function restart(client: LanguageClient, output: vscode.LogOutputChannel): Promise<void> {
  output.info('Restarting the language server.');
  if (client.isRunning()) await client.restart();
  else await client.start();
}
