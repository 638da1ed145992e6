import type { Site } from '../model/facts';
import type { Value } from './value';

/** Something that holds on the way to a program point. */
export type Condition =
  /** A test with an unknown outcome went this way. */
  | { readonly kind: 'branch'; readonly test: Value; readonly taken: boolean; readonly site: Site }
  /** Something in the `try` at this site has thrown. */
  | { readonly kind: 'caught'; readonly site: Site }
  /** A call outside of the workspace returned normally; `value` is its term. */
  | { readonly kind: 'called'; readonly value: Value; readonly site: Site | null }
  /** A library is known to have verified a credential here: it throws or refuses otherwise. */
  | { readonly kind: 'verified'; readonly by: string; readonly mechanisms: readonly string[]; readonly roles: readonly string[]; readonly site: Site | null };

/**
 * The conditions of a program point, newest first. A join says what holds on each way since the ways parted; `parent` is where they
 * parted, so that a question about a path takes time proportional to the number of conditions, not of ways.
 */
export type Path =
  | null
  | { readonly parent: Path; readonly depth: number; readonly condition: Condition }
  | { readonly parent: Path; readonly depth: number; readonly ways: readonly Path[] };

const depthOf = (path: Path): number => path === null ? 0 : path.depth;

/** Adds a condition. */
export function extend(path: Path, condition: Condition): Path {
  return { parent: path, depth: depthOf(path) + 1, condition };
}

function commonAncestor(a: Path, b: Path): Path {
  while (a !== b) {
    if (depthOf(a) >= depthOf(b)) a = a === null ? null : a.parent;
    else b = b === null ? null : b.parent;
  }
  return a;
}

/** Where two ways meet. */
export function joinPaths(a: Path, b: Path): Path {
  if (a === b) return a;
  const parent = commonAncestor(a, b);
  if (parent === a || parent === b) return parent;
  return { parent, depth: depthOf(parent) + 1, ways: [a, b] };
}

/** Where several ways meet; null for none. */
export function joinAll(paths: readonly Path[]): Path {
  return paths.length === 0 ? null : paths.reduce(joinPaths);
}

/** Whether a condition that satisfies the test holds on every way to the point, `until` a given ancestor. */
export function always(path: Path, test: (condition: Condition) => boolean, until: Path = null): boolean {
  for (let p = path; p !== null && p !== until; p = p.parent) {
    if ('ways' in p) {
      const parent = p.parent;
      if (p.ways.every(way => always(way, test, parent))) return true;
    } else if (test(p.condition)) return true;
  }
  return false;
}

/** All conditions on any way to the point, newest first. */
export function conditionsOf(path: Path, until: Path = null): Condition[] {
  const out: Condition[] = [];
  for (let p = path; p !== null && p !== until; p = p.parent) {
    if ('ways' in p) for (const way of p.ways) out.push(...conditionsOf(way, p.parent));
    else out.push(p.condition);
  }
  return out;
}
