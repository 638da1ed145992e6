import * as vscode from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, TransportKind, type CloseHandlerResult, type LanguageClientOptions, type ServerOptions } from 'vscode-languageclient/node';
import { decideRestart } from './restart';

/** The languages whose open documents the server gets, and Prisma schemas, which have no language of their own without an extension. */
const documentSelector: LanguageClientOptions['documentSelector'] = [
  ...['typescript', 'javascript', 'typescriptreact', 'javascriptreact', 'yaml', 'json', 'jsonc'].map((language) => ({ scheme: 'file', language })),
  { scheme: 'file', pattern: '**/*.prisma' },
];

/** The files whose content the server reads. */
const watchedFiles = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,json,yaml,yml,prisma}';

/**
 * Makes the language client for a server module; it is not started yet. A server that dies is started again a few times; when it keeps
 * dying, `onGivenUp` is called and a message offers to restart it by hand.
 */
export function createClient(serverModule: string, output: vscode.LogOutputChannel, watchers: readonly vscode.FileSystemWatcher[], onGivenUp: () => void): LanguageClient {
  const serverOptions: ServerOptions = {
    // A first scan makes much that is soon let go: with room for it, collecting costs a quarter less of the scan's time.
    run: { module: serverModule, transport: TransportKind.ipc, options: { execArgv: ['--max-semi-space-size=64'] } },
    debug: { module: serverModule, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--enable-source-maps'] } },
  };
  let endings: readonly number[] = [];
  const closed = (): CloseHandlerResult => {
    const next = decideRestart(endings, Date.now());
    endings = next.endings;
    if (next.decision === 'restart') {
      output.warn(`The language server ended unexpectedly and is started again (${endings.length}).`);
      void vscode.window.setStatusBarMessage('Routewarden: the language server ended unexpectedly and was started again.', 10_000);
      return { action: CloseAction.Restart, handled: true };
    }
    output.error('The language server ended too often and stays stopped.');
    onGivenUp();
    void offerRestart(endings.length);
    return { action: CloseAction.DoNotRestart, handled: true };
  };
  return new LanguageClient('routewarden', 'Routewarden', serverOptions, {
    documentSelector,
    outputChannel: output,
    synchronize: { fileEvents: [...watchers], configurationSection: 'routewarden' },
    // The server would ask for watchers of its own.
    initializationOptions: { watchesFiles: true },
    diagnosticPullOptions: { onChange: true, onSave: true, onTabs: true },
    errorHandler: {
      // A message that could not be written or read is not a reason to lose the state of a living server.
      error: (error) => {
        output.warn(`Connection to the language server: ${error.message}`);
        return { action: ErrorAction.Continue, handled: true };
      },
      closed,
    },
    initializationFailedHandler: (error) => {
      output.error(`The language server could not be initialised: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    },
  });
}

/**
 * Makes the watchers of what the server is told about: changed files of the kinds that it reads, and whatever comes and goes, because a
 * folder that git takes away is one event without a file's name.
 */
export function createWatchers(): readonly vscode.FileSystemWatcher[] {
  return [vscode.workspace.createFileSystemWatcher(watchedFiles, true, false, true), vscode.workspace.createFileSystemWatcher('**/*', false, true, false)];
}

/** Tells that the server stays stopped and offers the ways on. */
async function offerRestart(times: number): Promise<void> {
  const restart = 'Restart Server';
  const show = 'Show Output';
  const choice = await vscode.window.showErrorMessage(
    `Routewarden's language server ended ${times} times in a few minutes and was not started again, so findings are out of date. Look at the output for the reason, or restart it.`,
    restart,
    show,
  );
  if (choice === restart) await vscode.commands.executeCommand('routewarden.restartServer');
  else if (choice === show) await vscode.commands.executeCommand('routewarden.showOutput');
}
