import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';

/** What the client can do, as far as the server does something else without it. */
export interface ClientFeatures {
  readonly pull: boolean;
  readonly refresh: boolean;
  readonly related: boolean;
  readonly codeDescription: boolean;
  readonly configuration: boolean;
  readonly configurationChanges: boolean;
  readonly workspaceFolders: boolean;
  readonly progress: boolean;
  /** The client wants to be told which files to watch, and does not do so by itself. */
  readonly registerWatchers: boolean;
  readonly registerCompletion: boolean;
  readonly resolveEdits: boolean;
  readonly documentChanges: boolean;
  readonly changeAnnotations: boolean;
  readonly snippetEdits: boolean;
  readonly createFiles: boolean;
  readonly markdownHover: boolean;
}

/** Reads the client's abilities from what it says when it starts. */
export function featuresOf(params: InitializeParams): ClientFeatures {
  const { textDocument, workspace, window }: ClientCapabilities = params.capabilities;
  const edit = workspace?.workspaceEdit;
  const options: unknown = params.initializationOptions;
  const watchesItself = typeof options === 'object' && options !== null && 'watchesFiles' in options && options.watchesFiles === true;
  const documentChanges = edit?.documentChanges === true;
  return {
    pull: textDocument?.diagnostic !== undefined,
    refresh: workspace?.diagnostics?.refreshSupport === true,
    // Clients that say nothing ignore what they do not know, and many that show both forget to say so.
    related: (textDocument?.diagnostic?.relatedInformation ?? textDocument?.publishDiagnostics?.relatedInformation) !== false,
    codeDescription: (textDocument?.diagnostic?.codeDescriptionSupport ?? textDocument?.publishDiagnostics?.codeDescriptionSupport) !== false,
    configuration: workspace?.configuration === true,
    configurationChanges: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    progress: window?.workDoneProgress === true,
    registerWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true && !watchesItself,
    registerCompletion: textDocument?.completion?.dynamicRegistration === true,
    resolveEdits: textDocument?.codeAction?.dataSupport === true && textDocument.codeAction.resolveSupport?.properties.includes('edit') === true,
    documentChanges,
    changeAnnotations: documentChanges && edit.changeAnnotationSupport !== undefined,
    snippetEdits: documentChanges && edit.snippetEditSupport === true,
    createFiles: documentChanges && edit.resourceOperations?.includes('create') === true,
    markdownHover: textDocument?.hover?.contentFormat?.includes('markdown') === true,
  };
}
