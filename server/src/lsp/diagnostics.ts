import {
  DocumentDiagnosticReportKind, LSPErrorCodes, ResponseError, type CancellationToken, type DocumentDiagnosticParams, type DocumentDiagnosticReport, type TextDocuments, type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport, type WorkspaceDiagnosticReportPartialResult, type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Folders, OpenFolder } from './folders';
import { canonical } from './locations';
import type { OpenApiYaml } from './openapi-yaml';
import { merged, nothing, type FileResult } from './results';

/** How many files one partial result holds. */
const CHUNK = 200;
/** Documents longer than this are validated by the YAML service only after a pause in typing, in milliseconds. */
const QUICK_TEXT = 20_000;
const PAUSE_MS = 250;

/** Waits for something, but not longer than the client does. */
export function unlessCancelled<T>(work: Promise<T>, token: CancellationToken): Promise<T> {
  const cancelled = (): ResponseError<void> => new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
  if (token.isCancellationRequested) return Promise.reject(cancelled());
  return new Promise((resolve, reject) => {
    const listener = token.onCancellationRequested(() => reject(cancelled()));
    work.then(resolve, reject).finally(() => listener.dispose());
  });
}

/** Answers to questions about diagnostics. */
export interface Diagnostics {
  document(params: DocumentDiagnosticParams, token: CancellationToken): Promise<DocumentDiagnosticReport>;
  workspace(params: WorkspaceDiagnosticParams, token: CancellationToken, report: ((part: WorkspaceDiagnosticReportPartialResult) => void) | undefined): Promise<WorkspaceDiagnosticReport>;
  /** Whether a document that the client has asked about would get another answer now. */
  outdated(): boolean;
  /** All present results by URI as the client spells it, for clients that do not ask. */
  everything(): Promise<ReadonlyMap<string, FileResult>>;
  /** The document changed or was closed: the client asks about it by itself, or does not care any more. */
  forget(uri: string): void;
}

/** Diagnostics over all folders. */
export function createDiagnostics(folders: Folders, documents: TextDocuments<TextDocument>, yaml: OpenApiYaml, log: (message: string) => void): Diagnostics {
  /** What the client last got from us for documents that it asked about; the YAML service's part only changes with the document itself. */
  const answered = new Map<string, string>();
  const spellings = new Map<string, string>();

  /** The one spelling of a URI, remembered: clients ask about the same files every two seconds. */
  function keyOf(uri: string): string {
    let key = spellings.get(uri);
    if (key === undefined) spellings.set(uri, key = canonical(uri));
    return key;
  }

  /** The results of a folder; what it had before when its engine fails, so that nothing is lost for a moment's trouble. */
  const lastGood = new WeakMap<OpenFolder, ReadonlyMap<string, FileResult>>();
  function resultsOf(opened: OpenFolder): ReadonlyMap<string, FileResult> {
    try {
      const results = opened.results.all();
      lastGood.set(opened, results);
      return results;
    } catch (error) {
      log(`The analysis of ${opened.folder.root} failed: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
      return lastGood.get(opened) ?? new Map<string, FileResult>();
    }
  }

  function own(uri: string): FileResult {
    const key = keyOf(uri);
    const owner = folders.owner(uri);
    if (owner !== undefined) return owner.opened.results.all().get(key) ?? nothing;
    // A configuration that stands above the folder has its problems there.
    for (const opened of folders.all()) {
      const result = resultsOf(opened).get(key);
      if (result !== undefined) return result;
    }
    return nothing;
  }

  async function complete(uri: string, result: FileResult): Promise<FileResult> {
    const document = documents.get(uri);
    return document !== undefined && yaml.serves(document) && folders.owner(uri) !== undefined ? merged(result, await yaml.validate(document)) : result;
  }

  /** Open documents by key. Files that are not open have no document and no service. */
  const openByKey = (): ReadonlyMap<string, TextDocument> => new Map(documents.all().map(document => [keyOf(document.uri), document]));

  /** All results of a folder with those of the YAML service for its open documents. */
  async function everythingOf(opened: OpenFolder, open: ReadonlyMap<string, TextDocument>): Promise<ReadonlyMap<string, FileResult>> {
    const results = resultsOf(opened);
    let all: Map<string, FileResult> | undefined;
    for (const [key, document] of open) {
      if (!yaml.serves(document) || folders.owner(document.uri)?.opened !== opened) continue;
      const result = await complete(document.uri, results.get(key) ?? nothing);
      if (result !== nothing) (all ??= new Map(results)).set(key, result);
    }
    return all ?? results;
  }

  return {
    async document({ textDocument, previousResultId }, token) {
      const { uri } = textDocument;
      await unlessCancelled(folders.owner(uri)?.opened.folder.settled() ?? Promise.resolve(), token);
      const open = documents.get(uri);
      if (open !== undefined && open.getText().length > QUICK_TEXT && yaml.serves(open) && !yaml.isValidated(open)) {
        await unlessCancelled(new Promise(resolve => setTimeout(resolve, PAUSE_MS)), token);
      }
      const ours = own(uri);
      answered.set(uri, ours.id);
      const result = await unlessCancelled(complete(uri, ours), token);
      return result.id === previousResultId
        ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId: result.id }
        : { kind: DocumentDiagnosticReportKind.Full, resultId: result.id, items: [...result.items] };
    },
    async workspace({ previousResultIds }, token, report) {
      const previous = new Map(previousResultIds.map(({ uri, value }) => [keyOf(uri), { uri, value }]));
      const open = openByKey();
      const items: WorkspaceDocumentDiagnosticReport[] = [];
      const put = (item: WorkspaceDocumentDiagnosticReport): void => {
        items.push(item);
        if (report !== undefined && items.length >= CHUNK) report({ items: items.splice(0) });
      };
      for (const opened of [...folders.all()]) {
        await unlessCancelled(opened.folder.settled(), token);
        for (const [key, result] of await everythingOf(opened, open)) {
          const before = previous.get(key);
          previous.delete(key);
          const about = { uri: open.get(key)?.uri ?? before?.uri ?? key, version: open.get(key)?.version ?? null };
          put(before?.value === result.id
            ? { ...about, kind: DocumentDiagnosticReportKind.Unchanged, resultId: result.id }
            : { ...about, kind: DocumentDiagnosticReportKind.Full, resultId: result.id, items: [...result.items] });
        }
        if (report !== undefined && items.length > 0) report({ items: items.splice(0) });
      }
      // What had findings and has none any more.
      for (const [key, { uri, value }] of previous) {
        const about = { uri, version: open.get(key)?.version ?? null, resultId: nothing.id };
        put(value === nothing.id ? { ...about, kind: DocumentDiagnosticReportKind.Unchanged } : { ...about, kind: DocumentDiagnosticReportKind.Full, items: [] });
      }
      return { items };
    },
    outdated() {
      return documents.all().some(({ uri }) => {
        const before = answered.get(uri);
        if (before === undefined) return false;
        const owner = folders.owner(uri);
        const now = owner === undefined ? nothing : resultsOf(owner.opened).get(keyOf(uri)) ?? nothing;
        return before !== now.id;
      });
    },
    async everything() {
      const open = openByKey();
      const all = new Map<string, FileResult>();
      for (const opened of folders.all()) for (const [key, result] of await everythingOf(opened, open)) all.set(open.get(key)?.uri ?? key, result);
      return all;
    },
    forget: uri => { answered.delete(uri); },
  };
}
