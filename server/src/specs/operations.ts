import { entriesOf, entryOf, followAlias, itemsOf, valueOf, type DocumentEntry, type DocumentNode } from '../syntax/document';
import { escapeToken, followReference } from './pointer';
import type { Version } from './versions';

/** One operation of a document, with the nodes that it was found in. */
export interface FoundOperation {
  /** Lower case, as path items write it; additional ones as they stand. */
  readonly method: string;
  readonly path: string;
  readonly pointer: string;
  readonly entry: DocumentEntry;
  /** The path item, its `$ref` followed. */
  readonly item: DocumentNode;
}

/** Operations that a path item may be written down with, however the text repeats itself through aliases. */
const MAX_OPERATIONS = 50_000;

/** All operations of a document in the order of its text. */
export function operationsOf(root: DocumentNode | null, version: Version): readonly FoundOperation[] {
  const found: FoundOperation[] = [];
  for (const entry of entriesOf(valueOf(root, 'paths'))) {
    if (!entry.key.startsWith('/') || found.length >= MAX_OPERATIONS) continue;
    const pointer = `/paths/${escapeToken(entry.key)}`;
    for (const item of itemNodes(root, entry.value)) found.push(...operationsIn(item, entry.key, pointer, version));
  }
  return found;
}

/** A path item and what its `$ref` leads to: OpenAPI lets both stand side by side. */
export function itemNodes(root: DocumentNode | null, value: DocumentNode | null): readonly DocumentNode[] {
  const own = followAlias(value);
  const target = followReference(root, own);
  return [...new Set([own, target])].flatMap((node) => node ?? []);
}

function operationsIn(item: DocumentNode, path: string, pointer: string, version: Version): FoundOperation[] {
  const direct = entriesOf(item)
    .filter((entry) => version.methods.includes(entry.key) && followAlias(entry.value)?.kind !== 'scalar' && followAlias(entry.value)?.kind !== 'seq')
    .map((entry) => ({ method: entry.key, path, pointer: `${pointer}/${entry.key}`, entry, item }));
  if (!version.additionalOperations) return direct;
  const others = entriesOf(valueOf(item, 'additionalOperations'))
    .filter((entry) => followAlias(entry.value)?.kind === 'map')
    .map((entry) => ({ method: entry.key, path, pointer: `${pointer}/additionalOperations/${escapeToken(entry.key)}`, entry, item }));
  return [...direct, ...others];
}

/** The parameters that an operation really has, `$ref`s followed: those of the path item, replaced by its own of the same name and place. */
export function parameterNodes(root: DocumentNode | null, operation: Pick<FoundOperation, 'entry' | 'item'>): readonly DocumentNode[] {
  const found = new Map<string, DocumentNode>();
  for (const owner of [operation.item, followAlias(operation.entry.value)]) {
    for (const item of itemsOf(valueOf(owner, 'parameters'))) {
      const node = followReference(root, item);
      const name = followAlias(entryOf(node, 'name')?.value);
      const place = followAlias(entryOf(node, 'in')?.value);
      if (node === null || name?.kind !== 'scalar' || place?.kind !== 'scalar') continue;
      found.set(`${String(place.value)} ${String(name.value)}`, node);
    }
  }
  return [...found.values()];
}
