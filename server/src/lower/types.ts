import type { Literal, TypeProp, TypeRef } from '../model/facts';
import { ts } from '../syntax/source';
import { startOf, type Lowering } from './lowering';

const K = ts.SyntaxKind;

/** Types nested deeper than this say nothing about a response any more. */
const MAX_TYPE_DEPTH = 60;

/** The longest text that an unreduced type keeps. */
const MAX_TEXT = 200;

const keywords: ReadonlyMap<ts.SyntaxKind, string> = new Map<ts.SyntaxKind, string>([
  [K.AnyKeyword, 'any'], [K.UnknownKeyword, 'unknown'], [K.StringKeyword, 'string'], [K.NumberKeyword, 'number'], [K.BooleanKeyword, 'boolean'],
  [K.BigIntKeyword, 'bigint'], [K.SymbolKeyword, 'symbol'], [K.ObjectKeyword, 'object'], [K.VoidKeyword, 'void'], [K.UndefinedKeyword, 'undefined'],
  [K.NeverKeyword, 'never'], [K.ThisType, 'this'], [K.TypePredicate, 'boolean'],
]);

/** The dotted text of a name: `Prisma.UserWhereInput`. */
export function entityName(name: ts.EntityName | ts.Expression): string {
  if (ts.isIdentifier(name)) return name.text;
  if (ts.isQualifiedName(name)) return `${entityName(name.left)}.${name.right.text}`;
  if (ts.isPropertyAccessExpression(name)) return `${entityName(name.expression)}.${name.name.text}`;
  return '';
}

function other(c: Lowering, node: ts.Node): TypeRef {
  return { k: 'other', text: c.text.slice(startOf(c, node), node.end).slice(0, MAX_TEXT) };
}

function literalOf(node: ts.LiteralTypeNode): Literal | undefined {
  const { literal } = node;
  if (literal.kind === K.TrueKeyword) return true;
  if (literal.kind === K.FalseKeyword) return false;
  if (literal.kind === K.NullKeyword) return null;
  if (ts.isStringLiteralLike(literal)) return literal.text;
  const number = ts.isNumericLiteral(literal) ? Number(literal.text)
    : ts.isPrefixUnaryExpression(literal) && literal.operator === K.MinusToken && ts.isNumericLiteral(literal.operand) ? -Number(literal.operand.text) : NaN;
  return Number.isFinite(number) ? number + 0 : undefined;
}

/** The name of a member when it is written and not computed. */
function plainName(name: ts.PropertyName): string | null {
  if (ts.isComputedPropertyName(name)) return ts.isStringLiteralLike(name.expression) ? name.expression.text : null;
  return name.text;
}

/** The properties of an interface or type literal; methods keep their text, index and call signatures say nothing about fields. */
export function lowerMembers(c: Lowering, members: readonly ts.TypeElement[], depth = 0): TypeProp[] {
  const props: TypeProp[] = [];
  for (const member of members) {
    if (member.name === undefined) continue;
    const name = plainName(member.name);
    if (name === null || name === '') continue;
    const optional = member.questionToken !== undefined;
    if (ts.isPropertySignature(member)) {
      props.push({ name, optional, type: member.type === undefined ? { k: 'keyword', name: 'any' } : lowerType(c, member.type, depth + 1) });
    } else if (ts.isMethodSignature(member)) props.push({ name, optional, type: other(c, member) });
    else if (ts.isGetAccessor(member) && member.type !== undefined) props.push({ name, optional, type: lowerType(c, member.type, depth + 1) });
  }
  return props;
}

/** A type as written, reduced to what shapes need. Tuples become arrays of the union of their elements. */
export function lowerType(c: Lowering, node: ts.TypeNode, depth = 0): TypeRef {
  const keyword = keywords.get(node.kind);
  if (keyword !== undefined) return { k: 'keyword', name: keyword };
  if (depth > MAX_TYPE_DEPTH) return { k: 'other', text: '' };
  const inner = (type: ts.TypeNode): TypeRef => lowerType(c, type, depth + 1);
  if (ts.isTypeReferenceNode(node)) return { k: 'ref', name: entityName(node.typeName), args: (node.typeArguments ?? []).map(inner) };
  if (ts.isExpressionWithTypeArguments(node)) return { k: 'ref', name: entityName(node.expression), args: (node.typeArguments ?? []).map(inner) };
  if (ts.isArrayTypeNode(node)) return { k: 'array', of: inner(node.elementType) };
  if (ts.isTypeLiteralNode(node)) return { k: 'object', props: lowerMembers(c, node.members, depth) };
  if (ts.isUnionTypeNode(node)) return { k: 'union', of: node.types.map(inner) };
  if (ts.isIntersectionTypeNode(node)) return { k: 'intersection', of: node.types.map(inner) };
  if (ts.isParenthesizedTypeNode(node) || ts.isOptionalTypeNode(node)) return inner(node.type);
  if (ts.isNamedTupleMember(node)) return inner(node.type);
  if (ts.isTypeOperatorNode(node) && node.operator === K.ReadonlyKeyword) return inner(node.type);
  if (ts.isTupleTypeNode(node)) {
    const of = node.elements.map((element) => {
      const rest = ts.isRestTypeNode(element) || (ts.isNamedTupleMember(element) && element.dotDotDotToken !== undefined);
      const type = rest ? inner((element as ts.RestTypeNode | ts.NamedTupleMember).type) : inner(element);
      return rest && type.k === 'array' ? type.of : type;
    });
    return { k: 'array', of: of.length === 1 && of[0] !== undefined ? of[0] : { k: 'union', of } };
  }
  if (ts.isLiteralTypeNode(node)) {
    const value = literalOf(node);
    if (value !== undefined) return { k: 'literal', value };
  }
  return other(c, node);
}

/** The declared type of something, or null. */
export function lowerOptionalType(c: Lowering, node: ts.TypeNode | undefined): TypeRef | null {
  return node === undefined ? null : lowerType(c, node);
}

/** Records an interface or type alias. Interfaces of one name merge; what a function declares for itself gives way to the module's. */
export function lowerTypeDeclaration(c: Lowering, node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration): void {
  const name = c.namespace === '' ? node.name.text : `${c.namespace}.${node.name.text}`;
  const local = c.scope.key !== '';
  const before = c.types.get(name);
  const replaces = before === undefined || (c.localTypes.has(name) && !local);
  if (!replaces && local) return;
  const params = (node.typeParameters ?? []).map((parameter) => parameter.name.text);
  const span = { start: startOf(c, node), end: node.end };
  if (ts.isTypeAliasDeclaration(node)) c.types.set(name, { kind: 'alias', name, params, extends: [], type: lowerType(c, node.type), ...span });
  else {
    const supers = (node.heritageClauses ?? []).flatMap((clause) => clause.types.map((type) => lowerType(c, type)));
    const props = lowerMembers(c, node.members);
    const merged = !replaces && before.kind === 'interface' && before.type.k === 'object' ? before : null;
    c.types.set(name, {
      kind: 'interface', name, params: merged?.params ?? params, extends: [...(merged?.extends ?? []), ...supers],
      type: { k: 'object', props: merged?.type.k === 'object' ? [...merged.type.props, ...props] : props },
      start: merged?.start ?? span.start, end: merged?.end ?? span.end,
    });
  }
  if (local) c.localTypes.add(name);
  else c.localTypes.delete(name);
}
