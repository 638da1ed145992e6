import { parseDocument } from './document';
import type { DocumentNode } from './document-tree';
import { entriesOf, followAlias } from './document-tree';

const MAX_DEPTH = 60;
/** Aliases of aliases multiply: so many nodes are read. */
const MAX_NODES = 100_000;

/** The plain data of a YAML text; undefined where nothing of it could be read. */
export function yamlData(file: string, text: string): unknown {
  let left = MAX_NODES;
  const dataOf = (node: DocumentNode | null, depth: number): unknown => {
    const at = followAlias(node);
    if (at === null || depth > MAX_DEPTH || left-- <= 0) return undefined;
    if (at.kind === 'scalar') return at.value;
    if (at.kind === 'seq') return at.items.map(item => dataOf(item, depth + 1));
    return Object.fromEntries(entriesOf(at).map(entry => [entry.key, dataOf(entry.value, depth + 1)]));
  };
  return dataOf(parseDocument(file, text).root, 0);
}
