import type { DocumentNode } from '../syntax/document';

/**
 * How many entries a tree has more than another that says the same otherwise, in the same order; null when anything else differs. An empty
 * map or nothing that became a map counts as one. What stands behind an alias must not differ: it was said elsewhere too.
 */
export function additions(before: DocumentNode | null, after: DocumentNode | null): number | null {
  return count(before, after, new Map());
}

type Known = Map<DocumentNode, number | null>;

function count(before: DocumentNode | null, after: DocumentNode | null, known: Known): number | null {
  if (before === null) return grown(after);
  const counted = known.get(before);
  if (counted !== undefined) return counted;
  // An anchor may hold an alias to itself.
  known.set(before, 0);
  const result = isEmpty(before) ? grown(after) : after === null ? null : compare(before, after, known);
  known.set(before, result);
  return result;
}

const grown = (after: DocumentNode | null): number | null => (after === null || isEmpty(after) ? 0 : after.kind === 'map' ? 1 : null);

function compare(before: DocumentNode, after: DocumentNode, known: Known): number | null {
  switch (before.kind) {
    case 'alias': return after.kind === 'alias' && after.name === before.name && count(before.target, after.target, known) === 0 ? 0 : null;
    case 'scalar': return after.kind === 'scalar' && after.quote === before.quote && Object.is(after.value, before.value) ? 0 : null;
    case 'seq': {
      if (after.kind !== 'seq' || after.items.length !== before.items.length) return null;
      return sum(before.items.map((item, index) => count(item, after.items[index] ?? null, known)));
    }
    case 'map': {
      if (after.kind !== 'map') return null;
      let at = 0;
      let more = 0;
      const inside: (number | null)[] = [];
      for (const entry of after.entries) {
        const old = before.entries[at];
        if (old !== undefined && old.key === entry.key && old.quote === entry.quote) { inside.push(count(old.value, entry.value, known)); at++; } else more++;
      }
      return at === before.entries.length ? sum([more, ...inside]) : null;
    }
  }
}

const isEmpty = (node: DocumentNode): boolean => (node.kind === 'map' && node.entries.length === 0) || (node.kind === 'scalar' && node.value === null);

const sum = (counts: readonly (number | null)[]): number | null => counts.reduce<number | null>((total, one) => (total === null || one === null ? null : total + one), 0);
