import type { Stmt } from '../model/facts';
import { ts } from '../syntax/source';
import { lowerExpr } from './expressions';
import { exported, exportNames } from './linkage';
import { hasModifier, mark, type Lowering } from './lowering';
import { lowerStatements } from './statements';
import { lowerTypeDeclaration } from './types';

const K = ts.SyntaxKind;

/** Lowers an enum, `const` or not. A `declare`d one has no values here. */
export function lowerEnum(c: Lowering, node: ts.EnumDeclaration, out: Stmt[]): void {
  if (hasModifier(node, K.DeclareKeyword)) return;
  const n = mark(c, node);
  const members = node.members.map((member) => ({
    name: ts.isComputedPropertyName(member.name) ? (ts.isStringLiteralLike(member.name.expression) ? member.name.expression.text : '') : member.name.text,
    init: member.initializer === undefined ? null : lowerExpr(c, member.initializer),
  }));
  out.push({ k: 'enum', n, name: node.name.text, members });
  if (exported(node)) exportNames(c, [node.name.text], node, out);
}

const valueless: ReadonlySet<ts.SyntaxKind> = new Set([K.InterfaceDeclaration, K.TypeAliasDeclaration]);

/** Whether a namespace holds anything at run time. */
function hasValues(body: ts.ModuleDeclaration['body']): boolean {
  if (body === undefined || ts.isIdentifier(body)) return false;
  if (ts.isModuleDeclaration(body)) return hasValues(body.body);
  return body.statements.some((statement) => (ts.isModuleDeclaration(statement) ? hasValues(statement.body) : !valueless.has(statement.kind)));
}

/** Whether an earlier sibling already made the value that a namespace of this name adds to. */
function isMerged(node: ts.ModuleDeclaration, siblings: readonly ts.Statement[]): boolean {
  for (const sibling of siblings) {
    if (sibling === node) return false;
    const named = ts.isModuleDeclaration(sibling) ? hasValues(sibling.body) : ts.isClassDeclaration(sibling) || ts.isFunctionDeclaration(sibling) || ts.isEnumDeclaration(sibling);
    if (named && (sibling as ts.DeclarationStatement).name?.text === node.name.text) return true;
  }
  return false;
}

/** Records the types of a namespace that has no values, or none of its own. */
function lowerTypesOnly(c: Lowering, statements: readonly ts.Statement[]): void {
  for (const statement of statements) {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) lowerTypeDeclaration(c, statement);
    else if (ts.isModuleDeclaration(statement)) within(c, statement, (body) => (ts.isModuleBlock(body) ? lowerTypesOnly(c, body.statements) : lowerTypesOnly(c, [body])));
  }
}

function within(c: Lowering, node: ts.ModuleDeclaration, visit: (body: ts.ModuleBlock | ts.NamespaceDeclaration) => void): void {
  const { body } = node;
  if (body === undefined || ts.isIdentifier(body)) return;
  const outer = c.namespace;
  c.namespace = outer === '' ? node.name.text : `${outer}.${node.name.text}`;
  visit(body as ts.ModuleBlock | ts.NamespaceDeclaration);
  c.namespace = outer;
}

/**
 * Lowers `namespace X { export const a = 1 }` to what it compiles to: `var X = {}` and a block in which every exported name is also
 * assigned to the object (`X.a = a`). Types get dotted names. What is `declare`d (`declare global`, `declare module 'x'`) speaks of other modules.
 */
export function lowerNamespace(c: Lowering, node: ts.ModuleDeclaration, out: Stmt[], siblings: readonly ts.Statement[]): void {
  if (hasModifier(node, K.DeclareKeyword) || !ts.isIdentifier(node.name) || (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0) return;
  if (!hasValues(node.body)) {
    within(c, node, (body) => lowerTypesOnly(c, ts.isModuleBlock(body) ? body.statements : [body]));
    return;
  }
  const name = node.name.text;
  if (!isMerged(node, siblings)) {
    const n = mark(c, node);
    const target = { k: 'id', n: mark(c, node.name), name } as const;
    out.push({ k: 'var', n, kind: 'var', decls: [{ target, init: { k: 'object', n: mark(c, node.name), props: [] }, type: null }] });
    if (exported(node)) exportNames(c, [name], node, out);
  }
  const n = mark(c, node);
  within(c, node, (body) => {
    if (ts.isModuleBlock(body)) out.push({ k: 'block', n, body: lowerStatements(c, body.statements), label: null });
    else {
      // `namespace A.B { … }`: B is exported from A.
      const inner: Stmt[] = [];
      lowerNamespace(c, body, inner, []);
      exportNames(c, [body.name.text], body, inner);
      out.push({ k: 'block', n, body: inner, label: null });
    }
  });
}
