import type { ExportFact, Expr, ImportFact, TypeFact, Unit } from '../model/facts';
import type { ts } from '../syntax/source';
import { docBefore, type DocIndex } from './docs';

/** The code unit that is being lowered: its ordinals so far and how many functions it already holds. */
export interface Scope { readonly key: string; readonly spans: number[]; children: number }

/** What the lowering of one file carries along. It lives as long as one call of `lowerModule`. */
export interface Lowering {
  readonly tree: ts.SourceFile;
  readonly text: string;
  readonly docs: DocIndex;
  readonly units: Map<string, Unit>;
  readonly types: Map<string, TypeFact>;
  /** Types that were declared inside of a function: those of the module's top level win over them. */
  readonly localTypes: Set<string>;
  readonly imports: ImportFact[];
  readonly exports: ExportFact[];
  scope: Scope;
  /** The dotted path of the namespaces around, `''` outside of any. */
  namespace: string;
  depth: number;
}

/** Nesting beyond this becomes opaque. It is a number and not the stack's end, so that every machine gives the same facts. */
export const MAX_DEPTH = 500;

/** Whether nesting has reached the bound. */
export function tooDeep(c: Lowering): boolean {
  return c.depth >= MAX_DEPTH;
}

/** Where a node's text starts, without the space and comments before it. */
export function startOf(c: Lowering, node: ts.Node): number {
  const { pos, end } = node;
  if (pos === end) return pos;
  // Most nodes start at once or after one space; the general scan costs several times as much.
  const at = c.text.charCodeAt(pos) === 32 ? pos + 1 : pos;
  const ch = c.text.charCodeAt(at);
  if ((ch >= 97 && ch <= 122) || (ch >= 65 && ch <= 90) || (ch >= 48 && ch <= 57) || ch === 39 || ch === 34 || ch === 40 || ch === 123 || ch === 91) return at;
  return node.getStart(c.tree);
}

/** Gives a span the next ordinal of the current unit. */
export function markSpan(c: Lowering, start: number, end: number): number {
  const { spans } = c.scope;
  spans.push(start, end);
  return spans.length / 2 - 1;
}

/** Gives a node the next ordinal of the current unit. */
export function mark(c: Lowering, node: ts.Node): number {
  const { spans } = c.scope;
  spans.push(startOf(c, node), node.end);
  return spans.length / 2 - 1;
}

/** A node that cannot be expressed, with the reason that its hole will carry. */
export function opaque(c: Lowering, node: ts.Node, why: string): Expr {
  return { k: 'opaque', n: mark(c, node), why };
}

/** The documentation of a function, class or member. */
export function docOf(c: Lowering, node: ts.Node): string | null {
  if (c.docs.starts.length === 0) return null;
  return docBefore(c.docs, node.pos, startOf(c, node)) ?? c.docs.inherited.get(node) ?? null;
}

/** Whether a declaration carries a modifier. */
export function hasModifier(node: { readonly modifiers?: ts.NodeArray<ts.ModifierLike> | undefined }, kind: ts.SyntaxKind): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === kind) === true;
}
