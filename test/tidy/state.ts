import ts from 'typescript';
import { lineOf, type Source, type Violation } from './source';

/** Files that may hold state of a module: the one mutable object, the three shells and the client. */
const mayHoldState = /^server\/src\/(engine\/workspace\.ts$|lsp\/|cli\/|mcp\/)|^client\/src\//;

/** Methods that change the collection they are called on. */
const mutators: ReadonlySet<string> = new Set([
  'set', 'add', 'delete', 'clear', 'push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin',
]);

/** Names that a function, block or loop declares, so that they hide a name of the module. */
function declaredIn(scope: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  const bind = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) names.add(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) bind(element.name);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) || ts.isParameter(node)) bind(node.name);
    if (ts.isFunctionLike(node) && node !== scope) return;
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return names;
}

/** The identifier that an access chain starts with: `a` of `a.b[0].c`. */
function rootName(node: ts.Expression): ts.Identifier | null {
  if (ts.isIdentifier(node)) return node;
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isNonNullExpression(node)) return rootName(node.expression);
  return null;
}

/** The expression that a node changes in place, or null. */
function changed(node: ts.Node): ts.Expression | null {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && mutators.has(node.expression.name.text)) return node.expression.expression;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment && !ts.isIdentifier(node.left)) return node.left;
  if (ts.isDeleteExpression(node)) return node.expression;
  if ((ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) && (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)) return node.operand;
  return null;
}

/** Finds module-level `let`/`var`, module-level values changed in place, and exported collections that others could change. */
export function stateViolations(sources: readonly Source[]): Violation[] {
  return sources.filter((source) => !mayHoldState.test(source.path)).flatMap((source) => {
    const violations: Violation[] = [];
    const constants = new Set<string>();
    for (const statement of source.tree.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      const exported = statement.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) === true;
      const declared = statement.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.DeclareKeyword) === true;
      if ((statement.declarationList.flags & ts.NodeFlags.Const) === 0 && !declared) {
        violations.push({ path: source.path, line: lineOf(source, statement), message: 'a module-level variable is state: only engine/workspace.ts and the shells may hold state' });
      }
      for (const declaration of statement.declarationList.declarations) {
        if (ts.isIdentifier(declaration.name)) constants.add(declaration.name.text);
        const value = declaration.initializer;
        if (exported && value !== undefined && ts.isNewExpression(value) && ts.isIdentifier(value.expression) && /^(Weak)?(Map|Set)$/.test(value.expression.text)) {
          if (declaration.type === undefined || !/^Readonly(Map|Set)\b/.test(declaration.type.getText(source.tree))) {
            violations.push({ path: source.path, line: lineOf(source, declaration), message: 'an exported collection must be typed ReadonlyMap or ReadonlySet' });
          }
        }
      }
    }
    const visit = (node: ts.Node, hidden: ReadonlySet<string>): void => {
      const inner = ts.isFunctionLike(node) ? new Set([...hidden, ...declaredIn(node)]) : hidden;
      const target = changed(node);
      const name = target === null ? null : rootName(target);
      if (name !== null && constants.has(name.text) && !inner.has(name.text)) {
        violations.push({ path: source.path, line: lineOf(source, node), message: `changes the module-level value ${name.text}` });
      }
      ts.forEachChild(node, (child) => visit(child, inner));
    };
    visit(source.tree, new Set());
    return violations;
  });
}
