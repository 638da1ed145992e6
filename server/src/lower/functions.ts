import type { Expr, Param, Stmt } from '../model/facts';
import { ts } from '../syntax/source';
import { lowerExpr } from './expressions';
import { docOf, hasModifier, mark, startOf, type Lowering, type Scope } from './lowering';
import { lowerBinding } from './patterns';
import { lowerStatements } from './statements';
import { lowerOptionalType } from './types';

const K = ts.SyntaxKind;

/** The decorators of a declaration, in order; their ordinals belong to the current unit. */
export function lowerDecorators(c: Lowering, node: { readonly modifiers?: ts.NodeArray<ts.ModifierLike> | undefined }): readonly Expr[] {
  if (node.modifiers === undefined) return none;
  const decorators: Expr[] = [];
  for (const modifier of node.modifiers) if (ts.isDecorator(modifier)) decorators.push(lowerExpr(c, modifier.expression));
  return decorators;
}

const none: readonly Expr[] = [];

const propertyModifiers: ReadonlySet<ts.SyntaxKind> = new Set([K.PublicKeyword, K.PrivateKeyword, K.ProtectedKeyword, K.ReadonlyKeyword, K.OverrideKeyword]);

function lowerParam(c: Lowering, node: ts.ParameterDeclaration): Param {
  const decorators = lowerDecorators(c, node);
  const binding = lowerBinding(c, node.name);
  return {
    pattern: node.initializer === undefined ? binding : { k: 'default', target: binding, value: lowerExpr(c, node.initializer) },
    rest: node.dotDotDotToken !== undefined,
    type: lowerOptionalType(c, node.type),
    decorators,
    property: node.modifiers?.some((modifier) => propertyModifiers.has(modifier.kind)) === true,
    optional: node.questionToken !== undefined || node.initializer !== undefined,
  };
}

/** TypeScript's `this` parameter is a type, not a parameter. */
const isThisParameter = (node: ts.ParameterDeclaration): boolean => ts.isIdentifier(node.name) && node.name.text === 'this';

type FunctionNode = ts.FunctionLikeDeclaration | ts.ClassStaticBlockDeclaration;

/**
 * Lowers a function to a code unit of its own and gives its key. Its parameters, with their decorators and defaults, count in the
 * function's own ordinals: they run with it and change with it.
 */
export function lowerFunction(c: Lowering, node: FunctionNode, name: string | null): string {
  const outer = c.scope;
  const index = outer.children++;
  const key = outer.key === '' ? String(index) : `${outer.key}.${index}`;
  const scope: Scope = { key, spans: [], children: 0 };
  const doc = docOf(c, node);
  c.scope = scope;
  const parameters = ts.isClassStaticBlockDeclaration(node) ? [] : node.parameters.filter((parameter) => !isThisParameter(parameter));
  const params = parameters.map((parameter) => lowerParam(c, parameter));
  const { body, bodyStart } = lowerBody(c, node);
  c.units.set(key, {
    key, name, params, body,
    start: startOf(c, node), end: node.end, bodyStart,
    spans: scope.spans,
    arrow: ts.isArrowFunction(node),
    async: !ts.isClassStaticBlockDeclaration(node) && hasModifier(node, K.AsyncKeyword),
    generator: 'asteriskToken' in node && node.asteriskToken !== undefined,
    returnType: ts.isClassStaticBlockDeclaration(node) ? null : lowerOptionalType(c, node.type),
    doc,
  });
  c.scope = outer;
  return key;
}

function lowerBody(c: Lowering, node: FunctionNode): { body: readonly Stmt[]; bodyStart: number } {
  const { body } = node;
  if (body === undefined) return { body: [], bodyStart: node.end };
  const start = startOf(c, body);
  if (ts.isBlock(body)) return { body: lowerStatements(c, body.statements), bodyStart: Math.min(start + 1, body.end) };
  const n = mark(c, body);
  return { body: [{ k: 'return', n, e: lowerExpr(c, body) }], bodyStart: start };
}
