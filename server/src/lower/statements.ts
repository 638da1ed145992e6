import type { Pattern, Stmt } from '../model/facts';
import { ts } from '../syntax/source';
import { lowerClass } from './classes';
import { docBefore, inheritDoc } from './docs';
import { lowerExpr, lowerNamed } from './expressions';
import { lowerFunction } from './functions';
import { exportAssignment, exportDeclaration, exported, exportNames, importDeclaration, importEquals } from './linkage';
import { hasModifier, mark, startOf, tooDeep, type Lowering } from './lowering';
import { lowerEnum, lowerNamespace } from './namespaces';
import { lowerBinding, lowerTarget, namesOf } from './patterns';
import { lowerOptionalType, lowerTypeDeclaration } from './types';

const K = ts.SyntaxKind;

type Lower = (c: Lowering, node: never, out: Stmt[], siblings: readonly ts.Statement[]) => void;

/** Lowers the statements of a block, a body or a file, leaving out what does nothing at run time. */
export function lowerStatements(c: Lowering, nodes: readonly ts.Statement[]): Stmt[] {
  const out: Stmt[] = [];
  for (const node of nodes) lowerInto(c, node, out, nodes);
  return out;
}

function lowerInto(c: Lowering, node: ts.Statement, out: Stmt[], siblings: readonly ts.Statement[]): void {
  if (tooDeep(c)) {
    const n = mark(c, node);
    out.push({ k: 'expr', n, e: { k: 'opaque', n, why: 'code nested too deeply' } });
    return;
  }
  c.depth++;
  byKind[node.kind]?.(c, node as never, out, siblings);
  c.depth--;
}

/** The statements of a branch or loop body; the braces around them are its own. */
function lowerBranch(c: Lowering, node: ts.Statement): Stmt[] {
  return lowerStatements(c, ts.isBlock(node) ? node.statements : [node]);
}

/** The comment in front of a statement, if it is JSDoc. */
function statementDoc(c: Lowering, node: ts.Statement): string | null {
  return c.docs.starts.length === 0 ? null : docBefore(c.docs, node.pos, startOf(c, node));
}

function lowerVariables(c: Lowering, list: ts.VariableDeclarationList, at: ts.Node, out: Stmt[]): void {
  const n = mark(c, at);
  const kind = (list.flags & ts.NodeFlags.BlockScoped) === 0 ? 'var' : (list.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Let ? 'let' : 'const';
  const decls = list.declarations.map((declaration) => {
    const target = lowerBinding(c, declaration.name);
    const init = declaration.initializer === undefined ? null
      : target.k === 'id' ? lowerNamed(c, declaration.initializer, target.name) : lowerExpr(c, declaration.initializer);
    return { target, init, type: lowerOptionalType(c, declaration.type) };
  });
  out.push({ k: 'var', n, kind, decls });
}

function lowerVariableStatement(c: Lowering, node: ts.VariableStatement, out: Stmt[]): void {
  if (hasModifier(node, K.DeclareKeyword)) return;
  const { declarations } = node.declarationList;
  const doc = statementDoc(c, node);
  if (doc !== null) for (const { initializer } of declarations) if (initializer !== undefined) inheritDoc(c.docs, initializer, doc);
  lowerVariables(c, node.declarationList, node, out);
  if (exported(node)) exportNames(c, declarations.flatMap((declaration) => namesOf(declaration.name)), node, out);
}

function lowerFunctionDeclaration(c: Lowering, node: ts.FunctionDeclaration, out: Stmt[]): void {
  if (node.body === undefined || hasModifier(node, K.DeclareKeyword)) return;
  const name = node.name?.text ?? '*default*';
  const n = mark(c, node);
  out.push({ k: 'fn', n, name, unit: lowerFunction(c, node, node.name?.text ?? null) });
  if (exported(node)) exportNames(c, [name], node, out);
}

function lowerClassDeclaration(c: Lowering, node: ts.ClassDeclaration, out: Stmt[]): void {
  if (hasModifier(node, K.DeclareKeyword)) return;
  const name = node.name?.text ?? '*default*';
  const n = mark(c, node);
  out.push({ k: 'class', n, name, cls: lowerClass(c, node, n) });
  if (exported(node)) exportNames(c, [name], node, out);
}

function lowerTypeStatement(c: Lowering, node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration): void {
  lowerTypeDeclaration(c, node);
  if (exported(node) && c.namespace === '' && c.scope.key === '' && node.name.text !== '') {
    c.exports.push({ kind: 'local', local: node.name.text, exported: hasModifier(node, K.DefaultKeyword) ? 'default' : node.name.text });
  }
}

function lowerExpressionStatement(c: Lowering, node: ts.ExpressionStatement, out: Stmt[]): void {
  const doc = statementDoc(c, node);
  if (doc !== null) inheritDoc(c.docs, node.expression, doc);
  const n = mark(c, node);
  out.push({ k: 'expr', n, e: lowerExpr(c, node.expression) });
}

function lowerIf(c: Lowering, node: ts.IfStatement, out: Stmt[]): void {
  const n = mark(c, node);
  const test = lowerExpr(c, node.expression);
  const yes = lowerBranch(c, node.thenStatement);
  out.push({ k: 'if', n, test, yes, no: node.elseStatement === undefined ? [] : lowerBranch(c, node.elseStatement) });
}

function loopTarget(c: Lowering, node: ts.ForInitializer): Pattern {
  if (!ts.isVariableDeclarationList(node)) return lowerTarget(c, node);
  const [first] = node.declarations;
  return first === undefined ? { k: 'id', n: mark(c, node), name: '' } : lowerBinding(c, first.name);
}

function lowerForEach(c: Lowering, node: ts.ForOfStatement | ts.ForInStatement, out: Stmt[]): void {
  const n = mark(c, node);
  const target = loopTarget(c, node.initializer);
  const of = lowerExpr(c, node.expression);
  out.push({ k: ts.isForOfStatement(node) ? 'forOf' : 'forIn', n, target, of, body: lowerBranch(c, node.statement) });
}

function lowerFor(c: Lowering, node: ts.ForStatement, out: Stmt[]): void {
  const n = mark(c, node);
  const init: Stmt[] = [];
  if (node.initializer !== undefined) {
    if (ts.isVariableDeclarationList(node.initializer)) lowerVariables(c, node.initializer, node.initializer, init);
    else init.push({ k: 'expr', n: mark(c, node.initializer), e: lowerExpr(c, node.initializer) });
  }
  const test = node.condition === undefined ? null : lowerExpr(c, node.condition);
  const step = node.incrementor === undefined ? null : lowerExpr(c, node.incrementor);
  out.push({ k: 'for', n, init, test, step, body: lowerBranch(c, node.statement) });
}

function lowerWhile(c: Lowering, node: ts.WhileStatement | ts.DoStatement, out: Stmt[]): void {
  const n = mark(c, node);
  const test = lowerExpr(c, node.expression);
  out.push({ k: 'while', n, test, body: lowerBranch(c, node.statement), post: ts.isDoStatement(node) });
}

function lowerTry(c: Lowering, node: ts.TryStatement, out: Stmt[]): void {
  const n = mark(c, node);
  const body = lowerStatements(c, node.tryBlock.statements);
  const clause = node.catchClause;
  const param = clause?.variableDeclaration === undefined ? null : lowerBinding(c, clause.variableDeclaration.name);
  const handler = clause === undefined ? null : lowerStatements(c, clause.block.statements);
  out.push({ k: 'try', n, body, param, handler, finalizer: node.finallyBlock === undefined ? null : lowerStatements(c, node.finallyBlock.statements) });
}

function lowerSwitch(c: Lowering, node: ts.SwitchStatement, out: Stmt[]): void {
  const n = mark(c, node);
  const on = lowerExpr(c, node.expression);
  const cases = node.caseBlock.clauses.map((clause) => ({
    test: ts.isCaseClause(clause) ? lowerExpr(c, clause.expression) : null,
    body: lowerStatements(c, clause.statements),
  }));
  out.push({ k: 'switch', n, on, cases });
}

function lowerReturn(c: Lowering, node: ts.ReturnStatement, out: Stmt[]): void {
  const doc = node.expression === undefined ? null : statementDoc(c, node);
  if (doc !== null && node.expression !== undefined) inheritDoc(c.docs, node.expression, doc);
  const n = mark(c, node);
  out.push({ k: 'return', n, e: node.expression === undefined ? null : lowerExpr(c, node.expression) });
}

function lowerExportAssignment(c: Lowering, node: ts.ExportAssignment, out: Stmt[], siblings: readonly ts.Statement[]): void {
  const doc = statementDoc(c, node);
  if (doc !== null) inheritDoc(c.docs, node.expression, doc);
  exportAssignment(c, node, out, siblings);
}

/** How each kind of statement is lowered, by `SyntaxKind`. What is not here does nothing at run time. */
const byKind: Readonly<Partial<Record<ts.SyntaxKind, Lower>>> = {
  [K.VariableStatement]: lowerVariableStatement,
  [K.FunctionDeclaration]: lowerFunctionDeclaration,
  [K.ClassDeclaration]: lowerClassDeclaration,
  [K.InterfaceDeclaration]: lowerTypeStatement,
  [K.TypeAliasDeclaration]: lowerTypeStatement,
  [K.EnumDeclaration]: (c, node: ts.EnumDeclaration, out) => lowerEnum(c, node, out),
  [K.ModuleDeclaration]: (c, node: ts.ModuleDeclaration, out, siblings) => lowerNamespace(c, node, out, siblings),
  [K.ImportDeclaration]: (c, node: ts.ImportDeclaration) => importDeclaration(c, node),
  [K.ImportEqualsDeclaration]: (c, node: ts.ImportEqualsDeclaration, out) => importEquals(c, node, out),
  [K.ExportDeclaration]: (c, node: ts.ExportDeclaration) => exportDeclaration(c, node),
  [K.ExportAssignment]: lowerExportAssignment,
  [K.ExpressionStatement]: lowerExpressionStatement,
  [K.IfStatement]: lowerIf,
  [K.ForOfStatement]: lowerForEach,
  [K.ForInStatement]: lowerForEach,
  [K.ForStatement]: lowerFor,
  [K.WhileStatement]: lowerWhile,
  [K.DoStatement]: lowerWhile,
  [K.TryStatement]: lowerTry,
  [K.SwitchStatement]: lowerSwitch,
  [K.ReturnStatement]: lowerReturn,
  [K.ThrowStatement]: (c, node: ts.ThrowStatement, out) => out.push({ k: 'throw', n: mark(c, node), e: lowerExpr(c, node.expression) }),
  [K.Block]: (c, node: ts.Block, out) => out.push({ k: 'block', n: mark(c, node), body: lowerStatements(c, node.statements), label: null }),
  [K.LabeledStatement]: (c, node: ts.LabeledStatement, out) =>
    out.push({ k: 'block', n: mark(c, node), body: lowerStatements(c, [node.statement]), label: node.label.text }),
  [K.BreakStatement]: (c, node: ts.BreakStatement, out) => out.push({ k: 'break', n: mark(c, node), label: node.label?.text ?? null }),
  [K.ContinueStatement]: (c, node: ts.ContinueStatement, out) => out.push({ k: 'continue', n: mark(c, node), label: node.label?.text ?? null }),
  [K.WithStatement]: (c, node: ts.WithStatement, out) => out.push({ k: 'block', n: mark(c, node), body: lowerBranch(c, node.statement), label: null }),
};
