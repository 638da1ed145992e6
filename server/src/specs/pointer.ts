import { entryOf, followAlias, itemsOf, stringOf, type DocumentNode, type MapNode, type ScalarNode, type SeqNode } from '../syntax/document';

/** How many `$ref`s may follow one another: longer chains and cycles end here. */
const MAX_REFS = 16;

type Followed = MapNode | SeqNode | ScalarNode;

/** A token of a JSON pointer, escaped. */
export function escapeToken(token: string): string {
  return token.replace(/~/g, '~0').replace(/\//g, '~1');
}

function tokensOf(reference: string): readonly string[] | null {
  if (reference === '#') return [];
  if (!reference.startsWith('#/')) return null;
  return reference.slice(2).split('/').map((token) => {
    let plain = token;
    try {
      plain = decodeURIComponent(token);
    } catch {
      // A lone percent sign is meant as it stands.
    }
    return plain.replace(/~1/g, '/').replace(/~0/g, '~');
  });
}

/** The node that a reference inside of the document names; null for other documents and for what is not there. */
export function lookUp(root: DocumentNode | null, reference: string): Followed | null {
  const tokens = tokensOf(reference);
  if (tokens === null) return null;
  let at: Followed | null = followAlias(root);
  for (const token of tokens) {
    if (at?.kind === 'map') at = followAlias(entryOf(at, token)?.value);
    else if (at?.kind === 'seq') at = itemsOf(at)[Number(token)] ?? null;
    else return null;
  }
  return at;
}

/** The text of a node's own `$ref`. */
export function referenceOf(node: DocumentNode | null | undefined): string | null {
  return stringOf(entryOf(node, '$ref')?.value);
}

/** A node, or what its `$ref` leads to inside of the document; null when that is nothing, another document or a cycle. */
export function followReference(root: DocumentNode | null, node: DocumentNode | null | undefined): Followed | null {
  let at: Followed | null = followAlias(node);
  for (let hop = 0; at !== null; hop++) {
    const reference = referenceOf(at);
    if (reference === null) return at;
    if (hop >= MAX_REFS) return null;
    at = lookUp(root, reference);
  }
  return null;
}
