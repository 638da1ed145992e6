import type { SyntaxErrorFact } from '../model/facts';

/** How a scalar or a key is written. */
export type Quote = 'plain' | 'single' | 'double' | 'block';

/** One `key: value` of a map. `value` is null when nothing stands behind the colon. */
export interface DocumentEntry {
  /** The key as text; `200` and `'200'` are the same key. */
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly quote: Quote;
  readonly value: DocumentNode | null;
}

/** Spans end behind the last character of content: no comment, no blank line and no line ending after it belongs to a node. */
export interface MapNode { readonly kind: 'map'; readonly flow: boolean; readonly start: number; readonly end: number; readonly entries: readonly DocumentEntry[] }
export interface SeqNode { readonly kind: 'seq'; readonly flow: boolean; readonly start: number; readonly end: number; readonly items: readonly (DocumentNode | null)[] }
export interface ScalarNode { readonly kind: 'scalar'; readonly start: number; readonly end: number; readonly quote: Quote; readonly value: string | number | boolean | null }
/** `*name`: never expanded, so that a text of a few lines cannot become a tree of millions. */
export interface AliasNode { readonly kind: 'alias'; readonly start: number; readonly end: number; readonly name: string; readonly target: DocumentNode | null }
export type DocumentNode = MapNode | SeqNode | ScalarNode | AliasNode;

/** A YAML or JSON text as a positioned tree, as far as it was understood. */
export interface ParsedDocument {
  readonly language: 'yaml' | 'json';
  readonly root: DocumentNode | null;
  readonly errors: readonly SyntaxErrorFact[];
  /** True when the text holds more than one YAML document; the tree is that of the first. */
  readonly multiple: boolean;
}

/** Aliases of aliases are followed this far; a cycle ends here too. */
const MAX_HOPS = 8;
/** So many maps may be merged into one. */
const MAX_MERGES = 200;

/** The node behind an alias; the node itself when it is none; null for an alias that leads nowhere. */
export function followAlias(node: DocumentNode | null | undefined): MapNode | SeqNode | ScalarNode | null {
  let at = node ?? null;
  for (let hop = 0; at?.kind === 'alias'; hop++) at = hop < MAX_HOPS ? at.target : null;
  return at;
}

/** The entries of a map, aliases followed and `<<` merged in (own keys win); empty when the node is no map. A key that stands twice counts once, the last. */
export function entriesOf(node: DocumentNode | null | undefined): readonly DocumentEntry[] {
  const map = followAlias(node);
  if (map?.kind !== 'map') return [];
  if (!map.entries.some(isMerge)) return map.entries;
  const merged = new Map<string, DocumentEntry>();
  collect(map, merged, new Set());
  return [...merged.values()];
}

const isMerge = (entry: DocumentEntry): boolean => entry.key === '<<' && entry.quote === 'plain';

function collect(map: MapNode, into: Map<string, DocumentEntry>, seen: Set<MapNode>): void {
  // Merges of merges multiply; a map that was merged once has nothing to add.
  seen.add(map);
  const own = new Map(map.entries.filter((entry) => !isMerge(entry)).map((entry) => [entry.key, entry] as const));
  for (const [key, entry] of own) if (!into.has(key)) into.set(key, entry);
  if (seen.size > MAX_MERGES) return;
  for (const merge of map.entries) {
    if (!isMerge(merge)) continue;
    const source = followAlias(merge.value);
    for (const one of source?.kind === 'seq' ? source.items : [source]) {
      const target = followAlias(one);
      if (target?.kind === 'map' && !seen.has(target)) collect(target, into, seen);
    }
  }
}

/** The entry of a key in a map, aliases and merges followed. */
export function entryOf(node: DocumentNode | null | undefined, key: string): DocumentEntry | null {
  return entriesOf(node).findLast((entry) => entry.key === key) ?? null;
}

/** The value of a key in a map, aliases and merges followed; null when there is none. */
export function valueOf(node: DocumentNode | null | undefined, key: string): MapNode | SeqNode | ScalarNode | null {
  return followAlias(entryOf(node, key)?.value);
}

/** The items of a list, each behind its alias; empty when the node is no list. */
export function itemsOf(node: DocumentNode | null | undefined): readonly (MapNode | SeqNode | ScalarNode)[] {
  const seq = followAlias(node);
  return seq?.kind === 'seq' ? seq.items.flatMap((item) => followAlias(item) ?? []) : [];
}

/** The text of a scalar that is a string; null for everything else. */
export function stringOf(node: DocumentNode | null | undefined): string | null {
  const scalar = followAlias(node);
  return scalar?.kind === 'scalar' && typeof scalar.value === 'string' ? scalar.value : null;
}

/** The text of any scalar but null, so that `version: 1.0` says `1`; null for everything else. */
export function textOf(node: DocumentNode | null | undefined): string | null {
  const scalar = followAlias(node);
  return scalar?.kind === 'scalar' && scalar.value !== null ? String(scalar.value) : null;
}
