/** A value to be written into a document. Members are pairs, because the keys of an object with numbers for names lose their order. */
export type Tree =
  | { readonly kind: 'map'; readonly members: readonly Member[] }
  | { readonly kind: 'list'; readonly items: readonly Tree[] }
  | { readonly kind: 'value'; readonly value: string | boolean };

/** One `key: value`. */
export interface Member { readonly key: string; readonly value: Tree }

/** A map of those members that are there. */
export function mapOf(...members: readonly (readonly [string, Tree | null])[]): Tree {
  return { kind: 'map', members: members.flatMap(([key, value]) => (value === null ? [] : [{ key, value }])) };
}

/** A list. */
export function listOf(items: readonly Tree[]): Tree {
  return { kind: 'list', items };
}

/** A string or a truth value. */
export function valueTree(value: string | boolean): Tree {
  return { kind: 'value', value };
}
