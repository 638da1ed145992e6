import type { Expr, Literal, ObjectProp, TypeRef } from '../model/facts';
import { ts } from '../syntax/source';
import { lowerClass } from './classes';
import { docBefore, inheritDoc } from './docs';
import { lowerFunction } from './functions';
import { mark, opaque, startOf, tooDeep, type Lowering } from './lowering';
import { lowerKey, lowerTarget } from './patterns';
import { lowerType } from './types';

const K = ts.SyntaxKind;

type Lower = (c: Lowering, node: never) => Expr;

const UNFINISHED = 'unfinished code';

function literal(c: Lowering, node: ts.Node, v: Literal): Expr {
  return { k: 'lit', n: mark(c, node), v };
}

/** A missing node is what the parser puts where it expected something. */
const isMissing = (node: ts.Node): boolean => node.pos === node.end;

/** `as`, `satisfies`, `!` and parentheses around an expression say nothing about what it is. */
function bare(node: ts.Expression): ts.Expression {
  let at = node;
  while (ts.isParenthesizedExpression(at) || ts.isNonNullExpression(at) || ts.isSatisfiesExpression(at)) at = at.expression;
  return at;
}

/** Lowers a list of expressions, such as arguments. */
export function lowerAll(c: Lowering, nodes: readonly ts.Expression[]): Expr[] {
  const out: Expr[] = [];
  for (const node of nodes) out.push(lowerExpr(c, node));
  return out;
}

/** Lowers the value of something with a name, which an anonymous function or class takes on. */
export function lowerNamed(c: Lowering, node: ts.Expression, name: string): Expr {
  const inner = bare(node);
  if (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner)) return functionExpr(c, inner, inner.name?.text ?? name);
  return lowerExpr(c, inner);
}

function functionExpr(c: Lowering, node: ts.FunctionLikeDeclaration, name: string | null): Expr {
  const n = mark(c, node);
  return { k: 'fn', n, unit: lowerFunction(c, node, name) };
}

function lowerIdentifier(c: Lowering, node: ts.Identifier): Expr {
  const name = node.text;
  if (name === '') return opaque(c, node, UNFINISHED);
  return name === 'undefined' ? { k: 'undef', n: mark(c, node) } : { k: 'id', n: mark(c, node), name };
}

function lowerNumber(c: Lowering, node: ts.NumericLiteral): Expr {
  const v = Number(node.text);
  // JSON has no infinity; the global of that name is the same value.
  return Number.isFinite(v) ? literal(c, node, v) : { k: 'id', n: mark(c, node), name: 'Infinity' };
}

function lowerRegex(c: Lowering, node: ts.RegularExpressionLiteral): Expr {
  const end = node.text.lastIndexOf('/');
  return end > 0
    ? { k: 'regex', n: mark(c, node), source: node.text.slice(1, end), flags: node.text.slice(end + 1) }
    : opaque(c, node, UNFINISHED);
}

function templateParts(c: Lowering, node: ts.TemplateExpression): { quasis: string[]; exprs: Expr[] } {
  const quasis = [node.head.text];
  const exprs: Expr[] = [];
  for (const span of node.templateSpans) {
    exprs.push(lowerExpr(c, span.expression));
    quasis.push(span.literal.text);
  }
  return { quasis, exprs };
}

function lowerTemplate(c: Lowering, node: ts.TemplateExpression): Expr {
  const n = mark(c, node);
  return { k: 'template', n, ...templateParts(c, node) };
}

function lowerTagged(c: Lowering, node: ts.TaggedTemplateExpression): Expr {
  const n = mark(c, node);
  const tag = lowerExpr(c, node.tag);
  const { template } = node;
  return { k: 'tagged', n, tag, ...(ts.isTemplateExpression(template) ? templateParts(c, template) : { quasis: [template.text], exprs: [] }) };
}

function lowerProperty(c: Lowering, node: ts.PropertyAccessExpression): Expr {
  if (node.name.text === '') return opaque(c, node, UNFINISHED);
  const n = mark(c, node);
  return { k: 'member', n, obj: lowerExpr(c, node.expression), prop: node.name.text, optional: node.questionDotToken !== undefined };
}

function lowerElement(c: Lowering, node: ts.ElementAccessExpression): Expr {
  const n = mark(c, node);
  const obj = lowerExpr(c, node.expression);
  const optional = node.questionDotToken !== undefined;
  const key = bare(node.argumentExpression);
  return ts.isStringLiteralLike(key) ? { k: 'member', n, obj, prop: key.text, optional } : { k: 'index', n, obj, prop: lowerExpr(c, key), optional };
}

const noTypes: readonly TypeRef[] = [];

function lowerCall(c: Lowering, node: ts.CallExpression): Expr {
  if (node.expression.kind === K.ImportKeyword) {
    const n = mark(c, node);
    const [first] = node.arguments;
    return first === undefined ? { k: 'opaque', n, why: UNFINISHED } : { k: 'import', n, arg: lowerExpr(c, first) };
  }
  const n = mark(c, node);
  const callee = lowerExpr(c, node.expression);
  const args = lowerAll(c, node.arguments);
  const typeArgs = node.typeArguments === undefined ? noTypes : node.typeArguments.map((type) => lowerType(c, type));
  return { k: 'call', n, callee, args, optional: node.questionDotToken !== undefined, typeArgs };
}

function lowerNew(c: Lowering, node: ts.NewExpression): Expr {
  const n = mark(c, node);
  return { k: 'new', n, callee: lowerExpr(c, node.expression), args: lowerAll(c, node.arguments ?? []) };
}

function lowerCast(c: Lowering, node: ts.AsExpression | ts.TypeAssertion): Expr {
  const { type } = node;
  if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text === 'const') return lowerExpr(c, node.expression);
  const n = mark(c, node);
  return { k: 'cast', n, e: lowerExpr(c, node.expression), type: lowerType(c, type) };
}

function lowerBinary(c: Lowering, node: ts.BinaryExpression): Expr {
  const kind = node.operatorToken.kind;
  if (kind === K.CommaToken) return lowerSequence(c, node);
  const n = mark(c, node);
  if (kind >= K.FirstAssignment && kind <= K.LastAssignment) {
    const target = lowerTarget(c, node.left);
    const value = target.k === 'id' ? lowerNamed(c, node.right, target.name)
      : target.k === 'expr' && target.e.k === 'member' ? lowerNamed(c, node.right, target.e.prop) : lowerExpr(c, node.right);
    return { k: 'assign', n, op: (ts.tokenToString(kind) ?? '=').slice(0, -1), target, value };
  }
  const l = lowerExpr(c, node.left);
  const r = lowerExpr(c, node.right);
  if (kind === K.AmpersandAmpersandToken) return { k: 'logical', n, op: '&&', l, r };
  if (kind === K.BarBarToken) return { k: 'logical', n, op: '||', l, r };
  if (kind === K.QuestionQuestionToken) return { k: 'logical', n, op: '??', l, r };
  return { k: 'binary', n, op: ts.tokenToString(kind) ?? '', l, r };
}

function lowerSequence(c: Lowering, node: ts.BinaryExpression): Expr {
  const n = mark(c, node);
  const parts: ts.Expression[] = [];
  let at: ts.Expression = node;
  while (ts.isBinaryExpression(at) && at.operatorToken.kind === K.CommaToken) {
    parts.push(at.right);
    at = at.left;
  }
  return { k: 'seq', n, items: lowerAll(c, [...parts, at].reverse()) };
}

function lowerUnary(c: Lowering, node: ts.PrefixUnaryExpression): Expr {
  const n = mark(c, node);
  const e = lowerExpr(c, node.operand);
  if (node.operator === K.PlusPlusToken || node.operator === K.MinusMinusToken) {
    return { k: 'update', n, op: node.operator === K.PlusPlusToken ? '++' : '--', prefix: true, target: e };
  }
  return { k: 'unary', n, op: ts.tokenToString(node.operator) ?? '', e };
}

function lowerPostfix(c: Lowering, node: ts.PostfixUnaryExpression): Expr {
  const n = mark(c, node);
  return { k: 'update', n, op: node.operator === K.PlusPlusToken ? '++' : '--', prefix: false, target: lowerExpr(c, node.operand) };
}

function wordOperator(op: string): (c: Lowering, node: ts.TypeOfExpression | ts.VoidExpression | ts.DeleteExpression) => Expr {
  return (c, node) => {
    const n = mark(c, node);
    if (op === 'void' && ts.isNumericLiteral(node.expression)) return { k: 'undef', n };
    return { k: 'unary', n, op, e: lowerExpr(c, node.expression) };
  };
}

function lowerObject(c: Lowering, node: ts.ObjectLiteralExpression): Expr {
  const n = mark(c, node);
  const props: ObjectProp[] = [];
  for (const property of node.properties) props.push(lowerObjectProp(c, property));
  return { k: 'object', n, props };
}

function lowerObjectProp(c: Lowering, node: ts.ObjectLiteralElementLike): ObjectProp {
  const n = mark(c, node);
  if (ts.isSpreadAssignment(node)) return { k: 'spread', n, e: lowerExpr(c, node.expression) };
  if (ts.isShorthandPropertyAssignment(node)) return { k: 'prop', n, key: node.name.text, value: lowerIdentifier(c, node.name) };
  const key = lowerKey(c, node.name);
  const name = typeof key === 'string' ? key : null;
  if (ts.isPropertyAssignment(node)) {
    const doc = c.docs.starts.length === 0 ? null : docBefore(c.docs, node.pos, startOf(c, node));
    if (doc !== null) inheritDoc(c.docs, node.initializer, doc);
    return { k: 'prop', n, key, value: name === null ? lowerExpr(c, node.initializer) : lowerNamed(c, node.initializer, name) };
  }
  const k = ts.isGetAccessor(node) ? 'get' : ts.isSetAccessor(node) ? 'set' : 'prop';
  return { k, n, key, value: functionExpr(c, node, name) };
}

function lowerMeta(c: Lowering, node: ts.MetaProperty): Expr {
  return { k: 'id', n: mark(c, node), name: `${node.keywordToken === K.ImportKeyword ? 'import' : 'new'}.${node.name.text}` };
}

/** How each kind of expression is lowered, by `SyntaxKind`: looked up, because asking one kind after the other costs more than the rest. */
const byKind: readonly (Lower | undefined)[] = tabulate([
  [K.Identifier, lowerIdentifier],
  [K.PrivateIdentifier, (c, node: ts.PrivateIdentifier) => literal(c, node, node.text)],
  [K.StringLiteral, (c, node: ts.StringLiteral) => literal(c, node, node.text)],
  [K.NoSubstitutionTemplateLiteral, (c, node: ts.NoSubstitutionTemplateLiteral) => literal(c, node, node.text)],
  [K.NumericLiteral, lowerNumber],
  [K.BigIntLiteral, (c, node: ts.BigIntLiteral) => ({ k: 'bigint', n: mark(c, node), text: node.text })],
  [K.RegularExpressionLiteral, lowerRegex],
  [K.TrueKeyword, (c, node: ts.Node) => literal(c, node, true)],
  [K.FalseKeyword, (c, node: ts.Node) => literal(c, node, false)],
  [K.NullKeyword, (c, node: ts.Node) => literal(c, node, null)],
  [K.ThisKeyword, (c, node: ts.Node) => ({ k: 'this', n: mark(c, node) })],
  [K.SuperKeyword, (c, node: ts.Node) => ({ k: 'super', n: mark(c, node) })],
  [K.TemplateExpression, lowerTemplate],
  [K.TaggedTemplateExpression, lowerTagged],
  [K.PropertyAccessExpression, lowerProperty],
  [K.ElementAccessExpression, lowerElement],
  [K.CallExpression, lowerCall],
  [K.NewExpression, lowerNew],
  [K.ArrayLiteralExpression, (c, node: ts.ArrayLiteralExpression) => ({ k: 'array', n: mark(c, node), items: lowerAll(c, node.elements) })],
  [K.ObjectLiteralExpression, lowerObject],
  [K.SpreadElement, (c, node: ts.SpreadElement) => ({ k: 'spread', n: mark(c, node), e: lowerExpr(c, node.expression) })],
  [K.OmittedExpression, (c, node: ts.Node) => ({ k: 'undef', n: mark(c, node) })],
  [K.ArrowFunction, (c, node: ts.ArrowFunction) => functionExpr(c, node, null)],
  [K.FunctionExpression, (c, node: ts.FunctionExpression) => functionExpr(c, node, node.name?.text ?? null)],
  [K.ClassExpression, (c, node: ts.ClassExpression) => {
    const n = mark(c, node);
    return { k: 'class', n, cls: lowerClass(c, node, n) };
  }],
  [K.ConditionalExpression, (c, node: ts.ConditionalExpression) => ({
    k: 'cond', n: mark(c, node), test: lowerExpr(c, node.condition), yes: lowerExpr(c, node.whenTrue), no: lowerExpr(c, node.whenFalse),
  })],
  [K.BinaryExpression, lowerBinary],
  [K.PrefixUnaryExpression, lowerUnary],
  [K.PostfixUnaryExpression, lowerPostfix],
  [K.TypeOfExpression, wordOperator('typeof')],
  [K.VoidExpression, wordOperator('void')],
  [K.DeleteExpression, wordOperator('delete')],
  [K.AwaitExpression, (c, node: ts.AwaitExpression) => ({ k: 'await', n: mark(c, node), e: lowerExpr(c, node.expression) })],
  [K.YieldExpression, (c, node: ts.YieldExpression) => {
    const n = mark(c, node);
    const e = node.expression === undefined ? null : lowerExpr(c, node.expression);
    // `yield*` spreads.
    return { k: 'yield', n, e: e && node.asteriskToken ? { k: 'spread', n: e.n, e } : e };
  }],
  [K.AsExpression, lowerCast],
  [K.TypeAssertionExpression, lowerCast],
  [K.ParenthesizedExpression, (c, node: ts.ParenthesizedExpression) => lowerExpr(c, node.expression)],
  [K.NonNullExpression, (c, node: ts.NonNullExpression) => lowerExpr(c, node.expression)],
  [K.SatisfiesExpression, (c, node: ts.SatisfiesExpression) => lowerExpr(c, node.expression)],
  [K.ExpressionWithTypeArguments, (c, node: ts.ExpressionWithTypeArguments) => lowerExpr(c, node.expression)],
  [K.MetaProperty, lowerMeta],
  [K.JsxElement, (c, node: ts.Node) => opaque(c, node, 'JSX')],
  [K.JsxSelfClosingElement, (c, node: ts.Node) => opaque(c, node, 'JSX')],
  [K.JsxFragment, (c, node: ts.Node) => opaque(c, node, 'JSX')],
]);

function tabulate(entries: readonly (readonly [ts.SyntaxKind, Lower])[]): readonly (Lower | undefined)[] {
  const table: (Lower | undefined)[] = [];
  for (const [kind, lower] of entries) table[kind] = lower;
  // Without holes, a look-up need not ask the prototype.
  return Array.from({ length: K.Count }, (_, kind) => table[kind]);
}

/** Lowers an expression of the current unit. Total: what is not understood is opaque. */
export function lowerExpr(c: Lowering, node: ts.Expression): Expr {
  if (tooDeep(c)) return opaque(c, node, 'code nested too deeply');
  const lower = byKind[node.kind];
  if (lower === undefined) return opaque(c, node, isMissing(node) ? UNFINISHED : 'an expression of an unknown kind');
  c.depth++;
  const e = lower(c, node as never);
  c.depth--;
  return e;
}
