import type { Expr, Pattern } from '../model/facts';
import { ts } from '../syntax/source';
import { lowerExpr, lowerNamed } from './expressions';
import { mark, markSpan, opaque, startOf, tooDeep, type Lowering } from './lowering';

const K = ts.SyntaxKind;

type Entry = { readonly key: string | Expr; readonly value: Pattern };

/** The key of a property, member or pattern entry: its text when it is written, an expression when it is computed. */
export function lowerKey(c: Lowering, name: ts.PropertyName): string | Expr {
  if (!ts.isComputedPropertyName(name)) return name.text;
  const { expression } = name;
  return ts.isStringLiteralLike(expression) || ts.isNumericLiteral(expression) ? expression.text : lowerExpr(c, expression);
}

function withDefault(c: Lowering, target: Pattern, value: ts.Expression | undefined): Pattern {
  if (value === undefined) return target;
  return { k: 'default', target, value: target.k === 'id' ? lowerNamed(c, value, target.name) : lowerExpr(c, value) };
}

/** What a declaration binds: a name or a destructuring pattern. */
export function lowerBinding(c: Lowering, name: ts.BindingName): Pattern {
  const n = mark(c, name);
  if (ts.isIdentifier(name)) return { k: 'id', n, name: name.text };
  if (tooDeep(c)) return { k: 'array', n, items: [], rest: null };
  c.depth++;
  const pattern = ts.isObjectBindingPattern(name) ? lowerObjectBinding(c, name, n) : lowerArrayBinding(c, name, n);
  c.depth--;
  return pattern;
}

function lowerObjectBinding(c: Lowering, node: ts.ObjectBindingPattern, n: number): Pattern {
  const props: Entry[] = [];
  let rest: Pattern | null = null;
  for (const element of node.elements) {
    if (element.dotDotDotToken !== undefined) rest = lowerBinding(c, element.name);
    else {
      const key = element.propertyName !== undefined ? lowerKey(c, element.propertyName) : ts.isIdentifier(element.name) ? element.name.text : '';
      props.push({ key, value: withDefault(c, lowerBinding(c, element.name), element.initializer) });
    }
  }
  return { k: 'object', n, props, rest };
}

function lowerArrayBinding(c: Lowering, node: ts.ArrayBindingPattern, n: number): Pattern {
  const items: (Pattern | null)[] = [];
  let rest: Pattern | null = null;
  for (const element of node.elements) {
    if (ts.isOmittedExpression(element)) items.push(null);
    else if (element.dotDotDotToken !== undefined) rest = lowerBinding(c, element.name);
    else items.push(withDefault(c, lowerBinding(c, element.name), element.initializer));
  }
  return { k: 'array', n, items, rest };
}

/** The left side of an assignment: a name, a destructuring pattern written as a literal, or any other place. */
export function lowerTarget(c: Lowering, node: ts.Expression): Pattern {
  if (ts.isIdentifier(node) && node.text !== '') return { k: 'id', n: mark(c, node), name: node.text };
  if (tooDeep(c)) return { k: 'expr', e: opaque(c, node, 'code nested too deeply') };
  c.depth++;
  const target = compoundTarget(c, node);
  c.depth--;
  return target;
}

function compoundTarget(c: Lowering, node: ts.Expression): Pattern {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return lowerTarget(c, node.expression);
  if (ts.isArrayLiteralExpression(node)) return lowerArrayTarget(c, node);
  if (ts.isObjectLiteralExpression(node)) return lowerObjectTarget(c, node);
  return { k: 'expr', e: lowerExpr(c, node) };
}

/** A target inside of a pattern, which may carry a default: `[a = 1] = …`. */
function targetWithDefault(c: Lowering, node: ts.Expression): Pattern {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === K.EqualsToken ? withDefault(c, lowerTarget(c, node.left), node.right) : lowerTarget(c, node);
}

function lowerArrayTarget(c: Lowering, node: ts.ArrayLiteralExpression): Pattern {
  const n = mark(c, node);
  const items: (Pattern | null)[] = [];
  let rest: Pattern | null = null;
  for (const element of node.elements) {
    if (ts.isOmittedExpression(element)) items.push(null);
    else if (ts.isSpreadElement(element)) rest = lowerTarget(c, element.expression);
    else items.push(targetWithDefault(c, element));
  }
  return { k: 'array', n, items, rest };
}

function lowerObjectTarget(c: Lowering, node: ts.ObjectLiteralExpression): Pattern {
  const n = mark(c, node);
  const props: Entry[] = [];
  let rest: Pattern | null = null;
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) rest = lowerTarget(c, property.expression);
    else if (ts.isShorthandPropertyAssignment(property)) {
      const target: Pattern = { k: 'id', n: mark(c, property.name), name: property.name.text };
      props.push({ key: property.name.text, value: withDefault(c, target, property.objectAssignmentInitializer) });
    } else if (ts.isPropertyAssignment(property)) props.push({ key: lowerKey(c, property.name), value: targetWithDefault(c, property.initializer) });
    else {
      const at = markSpan(c, startOf(c, property), property.end);
      props.push({ key: lowerKey(c, property.name), value: { k: 'expr', e: { k: 'opaque', n: at, why: 'a method is no place to assign to' } } });
    }
  }
  return { k: 'object', n, props, rest };
}

/** Every name that a binding declares, in order. */
export function namesOf(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return name.text === '' ? [] : [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesOf(element.name)));
}
