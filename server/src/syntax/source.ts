import ts from 'typescript';

/** TypeScript's own API, for the layers that read trees; nothing outside of `syntax` imports the package itself. */
export { ts };

/** A place where a text is not valid: offsets inside the text, at least one character unless the text is empty. */
export interface ParseError { readonly start: number; readonly end: number; readonly message: string }

/** One TypeScript or JavaScript text and its tree. Nodes have no parents: nothing here walks upwards, and setting them makes parsing a third slower. */
export interface ParsedSource {
  readonly file: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly errors: readonly ParseError[];
}

const scriptKinds: Readonly<Record<string, ts.ScriptKind>> = {
  ts: ts.ScriptKind.TS, mts: ts.ScriptKind.TS, cts: ts.ScriptKind.TS, tsx: ts.ScriptKind.TSX,
  js: ts.ScriptKind.JS, mjs: ts.ScriptKind.JS, cjs: ts.ScriptKind.JS, jsx: ts.ScriptKind.JSX,
};

/** How a file is to be read, by its extension; unknown extensions are read as TypeScript. */
export function scriptKindOf(file: string): ts.ScriptKind {
  const extension = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? '';
  return scriptKinds[extension] ?? ts.ScriptKind.TS;
}

/** A fresh tree of a text. Throws where the parser does, which is on nesting deeper than the stack. */
export function createTree(file: string, text: string, setParents: boolean): ts.SourceFile {
  const options: ts.CreateSourceFileOptions = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  return ts.createSourceFile(file, text, options, setParents, scriptKindOf(file));
}

/** What the parser itself complained about; TypeScript keeps it on the tree but does not declare it. */
export function diagnosticsOf(tree: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  return (tree as ts.SourceFile & { readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics ?? [];
}

/** Puts a span inside a text and makes it at least one character long, so that it can be shown. */
function shown(start: number, length: number, size: number): { start: number; end: number } {
  const from = Math.max(0, Math.min(start, size - 1));
  return { start: from, end: Math.min(size, Math.max(start + length, from + 1)) };
}

/** Reads a text into a tree, whatever the text is: half-typed code gives a tree with errors, hopeless text an empty tree with one. */
export function parseSource(file: string, text: string): ParsedSource {
  try {
    const tree = createTree(file, text, false);
    const errors = diagnosticsOf(tree).map((diagnostic) => ({
      ...shown(diagnostic.start, diagnostic.length, text.length),
      message: ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '),
    }));
    return { file, text, tree, errors };
  } catch {
    // The parser is recursive: only nesting beyond the stack ends it.
    return { file, text, tree: createTree(file, '', false), errors: [{ ...shown(0, 1, text.length), message: 'The code is nested too deeply to be read.' }] };
  }
}
