import type { Expr, ImportFact, Stmt } from '../model/facts';
import { ts } from '../syntax/source';
import { lowerExpr, lowerNamed } from './expressions';
import { hasModifier, mark, startOf, type Lowering } from './lowering';

const K = ts.SyntaxKind;

/** Whether a declaration is exported in place. */
export function exported(node: { readonly modifiers?: ts.NodeArray<ts.ModifierLike> | undefined }): boolean {
  return node.modifiers !== undefined && hasModifier(node, K.ExportKeyword);
}

/** Exports names that were just declared: from the module or, inside of a namespace, as properties of its object. */
export function exportNames(c: Lowering, names: readonly string[], node: ts.Node & { readonly modifiers?: ts.NodeArray<ts.ModifierLike> }, out: Stmt[]): void {
  if (c.scope.key !== '') return;
  if (c.namespace === '') {
    const asDefault = hasModifier(node, K.DefaultKeyword);
    for (const local of names) c.exports.push({ kind: 'local', local, exported: asDefault ? 'default' : local });
    return;
  }
  for (const name of names) {
    const n = mark(c, node);
    const obj = c.namespace.split('.').at(-1) ?? '';
    const target: Expr = { k: 'member', n: mark(c, node), obj: { k: 'id', n: mark(c, node), name: obj }, prop: name, optional: false };
    out.push({ k: 'expr', n, e: { k: 'assign', n: mark(c, node), op: '', target: { k: 'expr', e: target }, value: { k: 'id', n: mark(c, node), name } } });
  }
}

const textOf = (node: ts.Expression): string => (ts.isStringLiteralLike(node) ? node.text : '');

/** Records an import declaration. */
export function importDeclaration(c: Lowering, node: ts.ImportDeclaration): void {
  const bindings: ImportFact['bindings'][number][] = [];
  const clause = node.importClause;
  const allTypes = clause?.phaseModifier === K.TypeKeyword;
  if (clause?.name !== undefined) bindings.push({ imported: 'default', local: clause.name.text, typeOnly: allTypes });
  const named = clause?.namedBindings;
  if (named !== undefined) {
    if (ts.isNamespaceImport(named)) bindings.push({ imported: '*', local: named.name.text, typeOnly: allTypes });
    else {
      for (const element of named.elements) {
        bindings.push({ imported: (element.propertyName ?? element.name).text, local: element.name.text, typeOnly: allTypes || element.isTypeOnly });
      }
    }
  }
  c.imports.push({ specifier: textOf(node.moduleSpecifier), start: startOf(c, node), end: node.end, bindings });
}

function entityExpr(c: Lowering, name: ts.EntityName): Expr {
  const n = mark(c, name);
  return ts.isIdentifier(name) ? { k: 'id', n, name: name.text } : { k: 'member', n, obj: entityExpr(c, name.left), prop: name.right.text, optional: false };
}

/**
 * `import x = require('y')` binds what the module's `export =` or `module.exports` is, imported name `export=`; `import x = A.B` is a
 * constant.
 */
export function importEquals(c: Lowering, node: ts.ImportEqualsDeclaration, out: Stmt[]): void {
  const local = node.name.text;
  const reference = node.moduleReference;
  if (ts.isExternalModuleReference(reference)) {
    const bindings = [{ imported: 'export=', local, typeOnly: node.isTypeOnly }];
    c.imports.push({ specifier: textOf(reference.expression), start: startOf(c, node), end: node.end, bindings });
  } else if (!node.isTypeOnly) {
    const n = mark(c, node);
    const target = { k: 'id', n: mark(c, node.name), name: local } as const;
    out.push({ k: 'var', n, kind: 'const', decls: [{ target, init: entityExpr(c, reference), type: null }] });
  }
  if (exported(node)) exportNames(c, [local], node, out);
}

/** Records `export { … }`, `export … from` and `export *`. */
export function exportDeclaration(c: Lowering, node: ts.ExportDeclaration): void {
  const specifier = node.moduleSpecifier === undefined ? null : textOf(node.moduleSpecifier);
  const clause = node.exportClause;
  if (clause === undefined) {
    if (specifier !== null) c.exports.push({ kind: 'star', specifier, n: mark(c, node) });
  } else if (ts.isNamespaceExport(clause)) {
    if (specifier !== null) c.exports.push({ kind: 'from', specifier, imported: '*', exported: clause.name.text, n: mark(c, clause) });
  } else {
    for (const element of clause.elements) {
      const inner = (element.propertyName ?? element.name).text;
      if (specifier === null) c.exports.push({ kind: 'local', local: inner, exported: element.name.text, n: mark(c, element) });
      else c.exports.push({ kind: 'from', specifier, imported: inner, exported: element.name.text, n: mark(c, element) });
    }
  }
}

/** Whether a name is declared by one of the statements only as a type. */
function isOnlyType(name: string, siblings: readonly ts.Statement[]): boolean {
  let type = false;
  for (const statement of siblings) {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) type ||= statement.name.text === name;
    else if (ts.isVariableStatement(statement)) {
      if (statement.declarationList.declarations.some((declaration) => ts.isIdentifier(declaration.name) && declaration.name.text === name)) return false;
    } else if ('name' in statement && (statement as ts.DeclarationStatement).name?.text === name) return false;
  }
  return type;
}

/** `export default e` binds `*default*`; `export = e` is an assignment of `module.exports`; the default export of a type is the type. */
export function exportAssignment(c: Lowering, node: ts.ExportAssignment, out: Stmt[], siblings: readonly ts.Statement[]): void {
  const { expression } = node;
  if (node.isExportEquals === true) {
    const n = mark(c, node);
    const module: Expr = { k: 'member', n: mark(c, node), obj: { k: 'id', n: mark(c, node), name: 'module' }, prop: 'exports', optional: false };
    out.push({ k: 'expr', n, e: { k: 'assign', n: mark(c, node), op: '', target: { k: 'expr', e: module }, value: lowerExpr(c, expression) } });
    return;
  }
  if (ts.isIdentifier(expression) && isOnlyType(expression.text, siblings)) {
    c.exports.push({ kind: 'local', local: expression.text, exported: 'default' });
    return;
  }
  const n = mark(c, node);
  out.push({ k: 'exportDefault', n, e: lowerNamed(c, expression, 'default') });
  c.exports.push({ kind: 'local', local: '*default*', exported: 'default' });
}
