import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import ts from 'typescript';

/** One source file: its path from the project's root, its text and its tree. */
export type Source = { readonly path: string; readonly text: string; readonly tree: ts.SourceFile };

/** A broken rule: which file, which line (1-based), what is wrong and what to do. */
export type Violation = { readonly path: string; readonly line: number; readonly message: string };

/** One import of a module: what it asks for, where, and whether only types are taken. */
export type Import = { readonly specifier: string; readonly line: number; readonly typeOnly: boolean };

/** Makes a Source from a path and a text; also used for the synthetic files that prove that a rule can fail. */
export function sourceOf(path: string, text: string): Source {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
}

/** All TypeScript and plain Node files under the given globs, fixtures left out. */
export function readSources(root: string, globs: readonly string[]): Source[] {
  const ignore = ['**/node_modules/**', 'test/**/fixtures/**', 'test/projects/**', 'test/**/workspace/**', 'test/oracles/*/**', 'dist/**', '.vscode-test/**'];
  return globSync([...globs], { cwd: root, ignore })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => sourceOf(path, readFileSync(`${root}/${path}`, 'utf8')));
}

/** The 1-based line of a node. */
export function lineOf(source: Source, node: ts.Node): number {
  return source.tree.getLineAndCharacterOfPosition(node.getStart(source.tree)).line + 1;
}

/** Every import of a file: import and export declarations, `import()`, `require()` and import types. */
export function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, typeOnly: boolean): void => {
    if (node !== undefined && ts.isStringLiteralLike(node)) found.push({ specifier: node.text, line: lineOf(source, node), typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      const named = clause?.namedBindings;
      const allTypes = named !== undefined && ts.isNamedImports(named) && named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
      add(node.moduleSpecifier, clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || (clause?.name === undefined && allTypes));
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) add(node.moduleReference.expression, node.isTypeOnly);
    else if (ts.isCallExpression(node)) {
      const callee = node.expression;
      if (callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')) add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return found;
}
