import {
  CodeActionKind, CompletionRequest, DidChangeConfigurationNotification, ErrorCodes, ResponseError, TextDocuments, TextDocumentSyncKind, type CancellationToken,
  type Connection, type InitializeParams, type InitializeResult,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { actionsIn, actionUri, resolveAction, type ActionContext } from './actions';
import { featuresOf, type ClientFeatures } from './client-features';
import { createDiagnostics, unlessCancelled } from './diagnostics';
import { createFolders, type OpenFolder } from './folders';
import { endpointHover } from './hover';
import { inventory } from './inventory';
import { canonical, pathOf, uriOf } from './locations';
import { createOpenApiYaml } from './openapi-yaml';
import type { InventoryRequest } from './protocol';
import { createPublisher } from './publishing';
import { createStatusTeller, scanFolder } from './scanning';
import type { Services } from './services';
import { askSettings, defaultSettings, readSettings } from './settings';
import { watchFiles } from './watching';

const inventoryMethod: InventoryRequest['method'] = 'routewarden/inventory';

/** What the server offers; what depends on the client is registered later. */
function capabilitiesFor(features: ClientFeatures, version: string): InitializeResult {
  return {
    serverInfo: { name: 'routewarden', version },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      ...(features.pull ? { diagnosticProvider: { identifier: 'routewarden', interFileDependencies: true, workspaceDiagnostics: true } } : {}),
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix], resolveProvider: true },
      hoverProvider: true,
      ...(features.registerCompletion ? {} : { completionProvider: {} }),
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
}

/** Runs the language server on a connection. The connection's end ends it. */
export function startServer(connection: Connection, services: Services): void {
  const log = (message: string): void => connection.console.error(message);
  const documents = new TextDocuments(TextDocument);
  const openPath = new Map<string, TextDocument>();
  let features: ClientFeatures | undefined;
  let initial: readonly string[] = [];
  let pushed: unknown;
  const client = (): ClientFeatures => features ?? featuresOf({ capabilities: {}, processId: null, rootUri: null });

  const folders = createFolders(services, client, {
    log,
    complain: (message) => { void connection.window.showErrorMessage(message); },
    openText: path => openPath.get(path)?.getText(),
    openPaths: () => openPath.keys(),
  });
  const yaml = createOpenApiYaml(services, log);
  const diagnostics = createDiagnostics(folders, documents, yaml, log);
  const status = createStatusTeller(connection, () => folders.all());
  const publisher = createPublisher(connection, client, diagnostics, status, log);

  /** An answer or, when something of ours breaks, an error for this one request: the process goes on. */
  const guarded = async <T, E = void>(what: string, action: () => Promise<T> | T): Promise<T | ResponseError<E>> => {
    try {
      return await action();
    } catch (error) {
      if (error instanceof ResponseError) return error as ResponseError<E>;
      const message = error instanceof Error ? error.message : String(error);
      log(`${what}: ${error instanceof Error ? error.stack ?? message : message}`);
      return new ResponseError(ErrorCodes.InternalError, `${what} failed: ${message}`);
    }
  };
  const background = (what: string, action: () => Promise<unknown>): void => { void guarded(what, action); };

  async function configure(opened: OpenFolder): Promise<boolean> {
    const { folder } = opened;
    const before = folder.problems();
    const anew = await folder.configure(client().configuration ? await askSettings(connection, folder.uri) : pushed === undefined ? defaultSettings : readSettings(pushed));
    // A file that cannot be read has no place to show its problem at, or nobody who looks there.
    for (const { range, message } of folder.problems()) {
      if (range === null && !before.some(problem => problem.message === message)) void connection.window.showWarningMessage(`Routewarden: ${message}`);
    }
    return anew;
  }
  async function read(opened: OpenFolder): Promise<void> {
    await scanFolder(opened, connection, client(), status);
    publisher.changed();
  }
  /** Reads the configuration, and the files when the configuration says which. */
  async function reconfigure(all: readonly OpenFolder[]): Promise<void> {
    await Promise.all(all.map(opened => opened.folder.during(async () => { if (await configure(opened)) await read(opened); })));
    publisher.changed();
  }
  function addFolder(uri: string): void {
    const opened = folders.add(uri);
    if (opened !== undefined) background(`Reading ${uri}`, () => opened.folder.during(async () => { await configure(opened); await read(opened); }));
  }

  connection.onInitialize((params: InitializeParams) => {
    features = featuresOf(params);
    pushed = (params.initializationOptions as { readonly settings?: unknown } | null | undefined)?.settings;
    // Older clients know only one root, and some give it as a path.
    const root = params.rootUri ?? (typeof params.rootPath === 'string' ? uriOf(params.rootPath, '') : null);
    initial = params.workspaceFolders?.map(({ uri }) => uri) ?? (root === null ? [] : [root]);
    return capabilitiesFor(features, services.version);
  });
  connection.onInitialized(() => {
    for (const uri of initial) addFolder(uri);
    if (client().configurationChanges) background('Registering for settings', () => connection.client.register(DidChangeConfigurationNotification.type, { section: 'routewarden' }));
    if (client().registerWatchers) background('Registering for changed files', () => watchFiles(connection));
    if (client().registerCompletion) background('Registering completion', () => connection.client.register(CompletionRequest.type, { documentSelector: [{ language: 'yaml' }] }));
    if (client().workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) folders.remove(uri);
        for (const { uri } of added) addFolder(uri);
        publisher.changed();
      });
    }
  });

  function touch(document: TextDocument, open: boolean): void {
    const path = pathOf(document.uri);
    if (path === undefined) return;
    if (open) openPath.set(path, document);
    else openPath.delete(path);
    for (const { folder } of folders.all()) folder.touch(path);
    diagnostics.forget(document.uri);
    publisher.changed();
  }
  documents.onDidChangeContent(({ document }) => touch(document, true));
  documents.onDidClose(({ document }) => {
    touch(document, false);
    yaml.forget(document.uri);
  });
  documents.onDidSave(({ document }) => onDisk([document.uri]));
  documents.listen(connection);

  function onDisk(uris: readonly string[]): void {
    const paths = uris.flatMap(uri => pathOf(uri) ?? []);
    const concerned = folders.all().filter(({ folder }) => folder.onDisk(paths));
    const configured = folders.all().filter(({ folder }) => folder.isConfig(paths));
    if (configured.length > 0) background('Reading the configuration', () => reconfigure(configured));
    else if (concerned.length > 0) publisher.changed();
  }
  connection.onDidChangeWatchedFiles(({ changes }) => onDisk(changes.map(({ uri }) => uri)));
  connection.onDidChangeConfiguration(({ settings }) => {
    pushed = (settings as { readonly routewarden?: unknown } | null | undefined)?.routewarden ?? pushed;
    background('Reading the settings', () => reconfigure(folders.all()));
  });

  const diagnose = connection.languages.diagnostics;
  diagnose.on((params, token) => guarded('Finding problems', () => diagnostics.document(params, token)));
  diagnose.onWorkspace((params, token, _progress, part) => guarded('Finding problems', () => diagnostics.workspace(params, token, part === undefined ? undefined : items => part.report(items))));

  /** What actions on a document need; undefined while there is no analysis of it. */
  async function contextOf(uri: string, token: CancellationToken): Promise<ActionContext | undefined> {
    const owner = folders.owner(uri);
    if (owner === undefined) return undefined;
    const { opened: { folder }, file } = owner;
    await unlessCancelled(folder.settled(), token);
    const snapshot = folder.snapshot();
    if (snapshot === undefined) return undefined;
    const target = (name: string): ReturnType<ActionContext['target']> => {
      const key = uriOf(folder.root, name);
      const open = documents.all().find(document => canonical(document.uri) === key);
      return { uri: open?.uri ?? key, version: open?.version ?? null, text: open?.getText() ?? snapshot.text(name) };
    };
    return { snapshot, file, target, features: client() };
  }
  connection.onCodeAction((params, token) => guarded('Finding fixes', async () => {
    const context = await contextOf(params.textDocument.uri, token);
    return context === undefined ? [] : actionsIn(params, context);
  }));
  connection.onCodeActionResolve((action, token) => guarded('Making the fix', async () => {
    const uri = actionUri(action);
    const context = uri === undefined ? undefined : await contextOf(uri, token);
    return context === undefined ? action : resolveAction(action, context);
  }));
  connection.onHover(({ textDocument: { uri }, position }, token) => guarded('Describing the endpoint', async () => {
    const document = documents.get(uri);
    if (document !== undefined && folders.owner(uri) !== undefined && yaml.serves(document)) return yaml.hover(document, position);
    const owner = folders.owner(uri);
    await unlessCancelled(owner?.opened.folder.settled() ?? Promise.resolve(), token);
    const snapshot = owner?.opened.folder.snapshot();
    return owner === undefined || snapshot === undefined ? null : endpointHover(snapshot, owner.file, position, owner.opened.folder.root, client().markdownHover);
  }));
  connection.onCompletion(({ textDocument: { uri }, position }) => guarded('Completing', () => {
    const document = documents.get(uri);
    return document === undefined || folders.owner(uri) === undefined ? null : yaml.complete(document, position);
  }));
  connection.onRequest(inventoryMethod, (params: Partial<InventoryRequest['params']> | null, token: CancellationToken) =>
    guarded('Making the inventory', () => inventory(params, token, folders, services, read)));
  connection.onShutdown(() => {
    publisher.stop();
    for (const { stop } of folders.all()) stop.abort();
  });
  connection.listen();
}
