import { hashText } from '../base/hash';
import { lineStartsOf } from '../base/lines';
import type { ModuleFacts, SyntaxErrorFact, Unit } from '../model/facts';
import { parseSource, ts, type ParsedSource } from '../syntax/source';
import { readDirectives } from './directives';
import { indexDocs } from './docs';
import { hasModifier, type Lowering, type Scope } from './lowering';
import { lowerStatements } from './statements';

const K = ts.SyntaxKind;

/** Reads a text and reduces it to facts. Total: half-typed text gives the facts of what is there, and where it is not valid. */
export function lowerModule(file: string, text: string): ModuleFacts {
  return lowerSource(parseSource(file, text));
}

/** Reduces a parsed file to facts. */
export function lowerSource(source: ParsedSource): ModuleFacts {
  try {
    return lowerTree(source, source.errors);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // A nest of types or patterns deeper than the stack: the file is there, but says nothing.
    const message = 'The code is nested too deeply to be read.';
    return lowerTree(parseSourceOf(source), [{ start: 0, end: Math.min(1, source.text.length), message }]);
  }
}

function parseSourceOf(source: ParsedSource): ParsedSource {
  return { ...source, tree: parseSource(source.file, '').tree };
}

function lowerTree(source: ParsedSource, errors: readonly SyntaxErrorFact[]): ModuleFacts {
  const { file, text, tree } = source;
  const scope: Scope = { key: '', spans: [], children: 0 };
  const c: Lowering = {
    tree, text, docs: indexDocs(text), units: new Map(), types: new Map(), localTypes: new Set(), imports: [], exports: [], scope, namespace: '', depth: 0,
  };
  const body = lowerStatements(c, tree.statements);
  const top: Unit = {
    key: '', name: null, params: [], body, start: 0, end: text.length, bodyStart: 0, spans: scope.spans,
    arrow: false, async: false, generator: false, returnType: null, doc: null,
  };
  const lineStarts = lineStartsOf(text);
  return {
    file, hash: hashText(text), lineStarts,
    imports: c.imports, exports: c.exports,
    units: Object.fromEntries([['', top], ...c.units]),
    types: Object.fromEntries(c.types),
    errors,
    directives: readDirectives(tree, text, lineStarts),
    esm: usesModules(tree),
  };
}

/** Whether a file speaks in `import` and `export`. One that says `export =` gives its exports the CommonJS way, whatever it imports. */
function usesModules(tree: ts.SourceFile): boolean {
  let esm = false;
  for (const statement of tree.statements) {
    if (ts.isExportAssignment(statement)) {
      if (statement.isExportEquals === true) return false;
      esm = true;
    } else if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) esm = true;
    else if (ts.isImportEqualsDeclaration(statement)) esm ||= ts.isExternalModuleReference(statement.moduleReference);
    else if ('modifiers' in statement) esm ||= hasModifier(statement as ts.DeclarationStatement & { modifiers?: ts.NodeArray<ts.ModifierLike> }, K.ExportKeyword);
  }
  return esm;
}
