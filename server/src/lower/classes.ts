import type { ClassFact, Expr, MemberFact } from '../model/facts';
import { ts } from '../syntax/source';
import { lowerExpr, lowerNamed } from './expressions';
import { lowerDecorators, lowerFunction } from './functions';
import { docOf, hasModifier, mark, startOf, type Lowering } from './lowering';
import { lowerKey } from './patterns';
import { docBefore, inheritDoc } from './docs';
import { lowerOptionalType, lowerType } from './types';

const K = ts.SyntaxKind;

/**
 * Lowers a class. Its methods are code units among the functions of the unit around it; decorators, computed keys and the initialisers
 * of its properties have ordinals of the unit around it, so that editing one changes that unit.
 */
export function lowerClass(c: Lowering, node: ts.ClassLikeDeclaration, n: number): ClassFact {
  const decorators = lowerDecorators(c, node);
  let base: Expr | null = null;
  const contracts = [];
  for (const clause of node.heritageClauses ?? []) {
    if (clause.token === K.ImplementsKeyword) contracts.push(...clause.types.map((type) => lowerType(c, type)));
    else if (base === null && clause.types[0] !== undefined) base = lowerExpr(c, clause.types[0].expression);
  }
  const members: MemberFact[] = [];
  for (const member of node.members) {
    const lowered = lowerMember(c, member);
    if (lowered !== null) members.push(lowered);
  }
  const name = node.name?.text ?? null;
  return { name, n, extends: base, implements: contracts, decorators, members, abstract: hasModifier(node, K.AbstractKeyword), doc: docOf(c, node) };
}

const kinds: ReadonlyMap<ts.SyntaxKind, MemberFact['kind']> = new Map<ts.SyntaxKind, MemberFact['kind']>([
  [K.MethodDeclaration, 'method'], [K.Constructor, 'constructor'], [K.GetAccessor, 'get'], [K.SetAccessor, 'set'],
]);

/** A member, or null for what has no body (overloads, abstract methods) and for index signatures. */
function lowerMember(c: Lowering, node: ts.ClassElement): MemberFact | null {
  if (ts.isPropertyDeclaration(node)) return lowerPropertyMember(c, node);
  if (ts.isClassStaticBlockDeclaration(node)) {
    const n = mark(c, node);
    const value: Expr = { k: 'fn', n: mark(c, node), unit: lowerFunction(c, node, null) };
    return { n, kind: 'static-block', key: '', static: true, decorators: [], value, type: null, optional: false, doc: null };
  }
  const kind = kinds.get(node.kind);
  if (kind === undefined) return null;
  const method = node as ts.MethodDeclaration | ts.ConstructorDeclaration | ts.AccessorDeclaration;
  if (method.body === undefined) return null;
  const n = mark(c, node);
  const decorators = lowerDecorators(c, method);
  const key = ts.isConstructorDeclaration(method) ? 'constructor' : lowerKey(c, method.name);
  const value: Expr = { k: 'fn', n: mark(c, node), unit: lowerFunction(c, method, typeof key === 'string' ? key : null) };
  return { n, kind, key, static: hasModifier(method, K.StaticKeyword), decorators, value, type: lowerOptionalType(c, method.type), optional: false, doc: docOf(c, node) };
}

function lowerPropertyMember(c: Lowering, node: ts.PropertyDeclaration): MemberFact {
  const n = mark(c, node);
  const decorators = lowerDecorators(c, node);
  const key = lowerKey(c, node.name);
  const doc = c.docs.starts.length === 0 ? null : docBefore(c.docs, node.pos, startOf(c, node));
  if (doc !== null && node.initializer !== undefined) inheritDoc(c.docs, node.initializer, doc);
  const value = node.initializer === undefined ? null : typeof key === 'string' ? lowerNamed(c, node.initializer, key) : lowerExpr(c, node.initializer);
  return {
    n, kind: 'property', key, static: hasModifier(node, K.StaticKeyword), decorators, value,
    type: lowerOptionalType(c, node.type), optional: node.questionToken !== undefined, doc,
  };
}
