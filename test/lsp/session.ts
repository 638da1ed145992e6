import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { onTestFinished } from 'vitest';
import {
  createConnection, createProtocolConnection, ProposedFeatures, StreamMessageReader, StreamMessageWriter, type ClientCapabilities, type CodeAction, type Diagnostic, type DocumentDiagnosticReport,
  type Hover, type InitializeResult, type Position, type ProtocolConnection, type Range, type WorkspaceDiagnosticReport,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { checks } from '../../server/src/checks/index.generated';
import { createWorkspace } from '../../server/src/engine/workspace';
import { loadConfig } from '../../server/src/host/config';
import { readResource } from '../../server/src/host/resource';
import { openTree } from '../../server/src/host/tree';
import type { Status } from '../../server/src/lsp/protocol';
import { startServer } from '../../server/src/lsp/server';
import type { Services } from '../../server/src/lsp/services';
import { inventoryFormats } from '../../server/src/reports/formats';

/** The day of all tests. */
export const today = '2026-01-01';

/** The product's own services, over the real files and the real engine. */
export const realServices: Services = {
  version: '0.0.0',
  createWorkspace,
  openTree: (root, exclude) => openTree(root, { exclude }),
  loadConfig: request => loadConfig({ ...request, today, cwd: request.root, checks: checks.map(({ id }) => id) }),
  today: () => today,
  renderInventory: async (format, report) => inventoryFormats[format]({ ...report, tool: { name: 'routewarden', version: '0.0.0' } }),
  documentation: check => `https://docs.invalid/${check}`,
  openApiSchema: version => JSON.parse(readResource(join(import.meta.dirname, `../../server/schema/openapi/openapi-${version}.json`)) ?? 'null') as object | null,
};

/** A client that can do what VS Code's can, as far as the server cares. */
export const able: ClientCapabilities = {
  textDocument: {
    diagnostic: { dynamicRegistration: true, relatedDocumentSupport: true },
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true },
    codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    completion: { dynamicRegistration: true },
  },
  workspace: {
    configuration: true, workspaceFolders: true, diagnostics: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true }, didChangeConfiguration: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {}, snippetEditSupport: true, resourceOperations: ['create'] },
  },
  window: { workDoneProgress: true },
};

export interface SessionOptions {
  readonly services?: Partial<Services>;
  readonly capabilities?: ClientCapabilities;
  readonly folders?: readonly string[] | null;
  readonly initializationOptions?: unknown;
  /** Settings of section `routewarden` by folder URI. */
  readonly settings?: (scope: string) => unknown;
  /** Answers the server's wish for a progress bar; cancel through `session.cancelProgress`. */
  readonly grantProgress?: boolean;
}

/** A client in conversation with a server in the same process. */
export interface Session {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  readonly log: string[];
  readonly shown: string[];
  readonly statuses: Status[];
  readonly progress: unknown[];
  readonly registered: string[];
  readonly published: Map<string, readonly Diagnostic[]>;
  refreshes(): number;
  uri(file: string): string;
  open(file: string, text?: string, version?: number): TextDocument;
  /** Replaces the first occurrence of some text, as typing does, and returns the new document. */
  type(file: string, before: string, after: string): TextDocument;
  close(file: string): void;
  /** The open document as the client has it. */
  document(file: string): TextDocument;
  pull(file: string, previousResultId?: string): Promise<DocumentDiagnosticReport>;
  /** The diagnostics of a file, asked for anew. */
  diagnostics(file: string): Promise<readonly Diagnostic[]>;
  workspace(previous?: WorkspaceDiagnosticReport): Promise<WorkspaceDiagnosticReport>;
  actions(file: string, range: Range, only?: readonly string[]): Promise<CodeAction[]>;
  resolve(action: CodeAction): Promise<CodeAction>;
  hover(file: string, position: Position): Promise<Hover | null>;
  /** Tells the server about files on disk. */
  changed(...files: readonly string[]): void;
}

/** Starts a server over a folder and shakes hands with it. */
export async function startSession(root: string, options: SessionOptions = {}): Promise<Session> {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const server = createConnection(ProposedFeatures.all, new StreamMessageReader(up), new StreamMessageWriter(down));
  startServer(server, { ...realServices, ...options.services });
  const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const [log, shown, registered]: [string[], string[], string[]] = [[], [], []];
  const [statuses, progress]: [Status[], unknown[]] = [[], []];
  const published = new Map<string, readonly Diagnostic[]>();
  const documents = new Map<string, TextDocument>();
  let refreshes = 0;
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => { log.push(message); });
  connection.onNotification('window/showMessage', ({ message }: { message: string }) => { shown.push(message); });
  connection.onRequest('window/showMessageRequest', ({ message }: { message: string }) => { shown.push(message); return null; });
  connection.onNotification('routewarden/status', (status: Status) => { statuses.push(status); });
  connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) => { published.set(uri, diagnostics); });
  connection.onNotification('$/progress', (params: unknown) => { progress.push(params); });
  connection.onRequest('window/workDoneProgress/create', (params: unknown) => { progress.push(params); return null; });
  connection.onRequest('workspace/diagnostic/refresh', () => { refreshes++; return null; });
  connection.onRequest('workspace/configuration', ({ items }: { items: { scopeUri: string }[] }) => items.map(({ scopeUri }) => options.settings?.(scopeUri) ?? null));
  connection.onRequest('client/registerCapability', ({ registrations }: { registrations: { method: string }[] }) => { registered.push(...registrations.map(({ method }) => method)); return null; });
  connection.listen();
  onTestFinished(async () => {
    await connection.sendRequest('shutdown');
    connection.dispose();
    server.dispose();
  });

  const folders = options.folders === undefined ? [root] : options.folders;
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: null, rootUri: null, capabilities: options.capabilities ?? able, initializationOptions: options.initializationOptions,
    workspaceFolders: folders?.map(folder => ({ uri: URI.file(folder).toString(), name: folder })) ?? null,
  });
  await connection.sendNotification('initialized', {});

  const uri = (file: string): string => /^[\w-]+:/.test(file) ? file : URI.file(join(root, file)).toString();
  const languages: Readonly<Record<string, string>> = { ts: 'typescript', js: 'javascript', yaml: 'yaml', yml: 'yaml', json: 'json' };
  const session: Session = {
    connection, initialized, log, shown, statuses, progress, registered, published, uri,
    refreshes: () => refreshes,
    open(file, text = readFileSync(join(root, file), 'utf8'), version = 1) {
      const document = TextDocument.create(uri(file), languages[file.slice(file.lastIndexOf('.') + 1)] ?? 'plaintext', version, text);
      documents.set(file, document);
      void connection.sendNotification('textDocument/didOpen', { textDocument: { uri: document.uri, languageId: document.languageId, version, text } });
      return document;
    },
    type(file, before, after) {
      const document = session.document(file);
      const at = document.getText().indexOf(before);
      if (at < 0) throw new Error(`${file} does not hold ${JSON.stringify(before)}`);
      const contentChanges = [{ range: { start: document.positionAt(at), end: document.positionAt(at + before.length) }, text: after }];
      const next = TextDocument.update(document, contentChanges, document.version + 1);
      documents.set(file, next);
      void connection.sendNotification('textDocument/didChange', { textDocument: { uri: next.uri, version: next.version }, contentChanges });
      return next;
    },
    close(file) {
      documents.delete(file);
      void connection.sendNotification('textDocument/didClose', { textDocument: { uri: uri(file) } });
    },
    document(file) {
      const document = documents.get(file);
      if (document === undefined) throw new Error(`${file} is not open`);
      return document;
    },
    pull: (file, previousResultId) => connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: uri(file) }, ...(previousResultId === undefined ? {} : { previousResultId }) }),
    async diagnostics(file) {
      const report = await session.pull(file);
      return report.kind === 'full' ? report.items : [];
    },
    workspace: previous => connection.sendRequest('workspace/diagnostic', {
      previousResultIds: previous?.items.flatMap(item => item.resultId === undefined ? [] : [{ uri: item.uri, value: item.resultId }]) ?? [],
    }),
    actions: (file, range, only) => connection.sendRequest('textDocument/codeAction', { textDocument: { uri: uri(file) }, range, context: { diagnostics: [], ...(only === undefined ? {} : { only }) } }),
    resolve: action => connection.sendRequest('codeAction/resolve', action),
    hover: (file, position) => connection.sendRequest('textDocument/hover', { textDocument: { uri: uri(file) }, position }),
    changed(...files) { void connection.sendNotification('workspace/didChangeWatchedFiles', { changes: files.map(file => ({ uri: uri(file), type: 2 })) }); },
  };
  return session;
}

/** Waits until something holds; fails with what was waited for. */
export async function until(what: string, holds: () => boolean, ms = 8000): Promise<void> {
  for (const end = Date.now() + ms; !holds();) {
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}`);
    await new Promise(done => setTimeout(done, 10));
  }
}

/** `line:column code` of diagnostics, from one, as editors count. */
export function told(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ range, code }) => `${range.start.line + 1}:${range.start.character + 1} ${String(code)}`);
}

/** The text that diagnostics are about. */
export function underlined(document: TextDocument, diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ range }) => document.getText(range));
}
