import type { Site } from '../model/facts';
import { truthOf } from './truth';
import type { Value, Way } from './value';
import { alternatives, placeOf, union } from './value';

/** Something that holds on the way to a program point. */
export type Condition =
  /** A test with an unknown outcome went this way. */
  | { readonly kind: 'branch'; readonly test: Value; readonly taken: boolean; readonly site: Site }
  /** Something in the `try` at this site has thrown. */
  | { readonly kind: 'caught'; readonly site: Site }
  /** A call outside of the workspace returned normally; `value` is its term. */
  | { readonly kind: 'called'; readonly value: Value; readonly site: Site | null }
  /** More conditions led here than are kept: what is not among them may hold all the same. */
  | { readonly kind: 'shortened' }
  /** A library is known to have verified a credential here: it throws or refuses otherwise. */
  | { readonly kind: 'verified'; readonly by: string; readonly mechanisms: readonly string[]; readonly roles: readonly string[]; readonly scopes?: readonly string[]; readonly site: Site | null };

/** A test that went one way. */
export type Branch = Extract<Condition, { kind: 'branch' }>;

/**
 * The conditions of a program point, newest first. A join says what holds on each way since the ways parted; `parent` is where they
 * parted, so that a question about a path takes time proportional to the number of conditions, not of ways. A single way is a path that a
 * value came along before it decided a test: its conditions hold too; `base` is what it has in common with the parent.
 */
export type Path =
  | null
  | { readonly parent: Path; readonly depth: number; readonly size: number; readonly condition: Condition }
  | { readonly parent: Path; readonly depth: number; readonly size: number; readonly ways: readonly Path[]; readonly base?: Path };

const depthOf = (path: Path): number => path === null ? 0 : path.depth;
/** About how many conditions a path has, on all of its ways. */
const sizeOf = (path: Path): number => path === null ? 0 : path.size;
/** The most conditions that a value brings along; of more, only those that hold on every way are kept. */
const MAX_BROUGHT = 60;

/** Adds a condition. */
export function extend(path: Path, condition: Condition): Path {
  return { parent: path, depth: depthOf(path) + 1, size: sizeOf(path) + 1, condition };
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
  return { parent, depth: depthOf(parent) + 1, size: sizeOf(a) + sizeOf(b) - sizeOf(parent), ways: [a, b] };
}

/** The point on `path` where also holds what holds on `other`. */
export function both(path: Path, other: Path): Path {
  const base = commonAncestor(path, other);
  if (base === other) return path;
  if (base === path) return other;
  // Where a join is the very last thing and the way is one of its own, the way says it all.
  if (path !== null && 'ways' in path && path.ways.length > 1 && isWayOf(path, other)) return other;
  const brought = sizeOf(other) - sizeOf(base);
  if (brought <= MAX_BROUGHT) return { parent: path, depth: depthOf(path) + 1, size: sizeOf(path) + brought, ways: [other], base };
  const only = along(path, other, base);
  if (only !== undefined) return only;
  const sure: Condition[] = [];
  for (let p = other; p !== null && p !== base && sure.length < MAX_BROUGHT; p = p.parent) if (!('ways' in p)) sure.push(p.condition);
  return sure.reduceRight<Path>(extend, extend(path, { kind: 'shortened' }));
}

/** Whether a path is one of the ways that met in a join, or in a join of joins. */
function isWayOf(join: Path, other: Path): boolean {
  return join !== null && 'ways' in join && join.ways.length > 1 && join.ways.some(way => way === other || isWayOf(way, other));
}

/**
 * `path` with only those ways of its joins that came through `other`: where a way is known, the join says nothing more. Undefined when no
 * join of the path had that way.
 */
function along(path: Path, other: Path, end: Path): Path | undefined {
  if (other !== null && 'ways' in other && other.base === undefined) {
    // What came along several ways: the joins that had each of them.
    const each: Path[] = [];
    for (const way of other.ways) {
      const one = along(path, way, end);
      // One way that no join had is enough to know: most questions end here.
      if (one === undefined) break;
      each.push(one);
    }
    if (each.length === other.ways.length) return joinAll(each);
  }
  let steps = MAX_ALONG;
  const missing = new Set<Path>();
  // A node is larger than what it contains, so nothing before a smaller one can be the way.
  const least = sizeOf(other);
  const select = (from: Path, until: Path): Path | undefined => {
    const passed: NonNullable<Path>[] = [];
    for (let p = from; p !== until && p !== null && p.size >= least && steps-- > 0 && !missing.has(p); p = p.parent) {
      let found: Path | undefined = p === other ? p : undefined;
      if (found === undefined && 'ways' in p && p.base === undefined) for (const way of p.ways) found ??= select(way, p.parent);
      if (found !== undefined) return passed.reduceRight<Path>(onto, found);
      passed.push(p);
    }
    for (const one of passed) missing.add(one);
    return undefined;
  };
  return select(path, end);
}

/** The most nodes that are looked at for a known way. */
const MAX_ALONG = 120;

/** A node of a path on top of another one. */
function onto(parent: Path, node: NonNullable<Path>): Path {
  const own = node.size - sizeOf(node.parent);
  return 'ways' in node ? { parent, depth: depthOf(parent) + 1, size: sizeOf(parent) + own, ways: node.ways, base: baseOf(node) } : extend(parent, node.condition);
}

/** A condition that holds from here on. When the value that it tests came along several ways, only those with that outcome remain. */
export function given(path: Path, condition: Condition): Path {
  const next = extend(path, condition);
  if (condition.kind !== 'branch') return next;
  const { test, taken } = condition;
  if (test.t !== 'union' || !test.ways) return next;
  const kept = test.ways.filter(way => truthOf(way.value) !== !taken);
  const unsure = kept.some(way => truthOf(way.value) === undefined);
  if (kept.length === 0 || (kept.length === test.ways.length && !unsure)) return next;
  // What came along a way without a sure outcome has this outcome.
  return both(next, joinAll(kept.map(way => truthOf(way.value) === undefined ? conditions(way.value, taken, condition.site).reduce(given, way.path) : way.path)));
}

/** The conditions that a test's outcome means; negations, conjunctions and disjunctions are taken apart. */
export function conditions(test: Value, taken: boolean, site: Site): Condition[] {
  if (test.t === 'sym' && test.op === 'derived') {
    const [l, r] = test.from;
    if (test.name === '!' && l) return conditions(l, !taken, site);
    if (l && r && ((test.name === '&&' && taken) || (test.name === '||' && !taken))) return [...conditions(l, taken, site), ...conditions(r, taken, site)];
  }
  return [{ kind: 'branch', test, taken, site }];
}

/** The alternatives of a value, each with the conditions under which it is the one; `path` is where the value is asked about. */
export function waysOf(value: Value, path: Path): readonly Way[] {
  if (value.t === 'union' && value.ways) return value.ways.map(way => ({ value: way.value, path: both(path, way.path) }));
  return alternatives(value).map(one => ({ value: one, path }));
}

/** Joins what several ways gave and remembers which way gave what. */
export function joined(ways: readonly Way[]): Value {
  const [first] = ways;
  if (first && first.value.t !== 'union' && ways.every(way => way.value === first.value)) return first.value;
  const value = union(ways.map(way => way.value));
  if (value.t !== 'union') return value;
  const { of } = value;
  const paths: (Path | undefined)[] = of.map(() => undefined);
  const meet = (one: Value, path: Path): void => {
    const place = placeOf(of, one);
    const before = paths[place];
    if (place >= 0) paths[place] = before === undefined ? path : joinPaths(before, path);
  };
  for (const way of ways) {
    if (way.value.t !== 'union') meet(way.value, way.path);
    else if (way.value.ways) for (const inner of way.value.ways) meet(inner.value, both(way.path, inner.path));
    else for (const one of way.value.of) meet(one, way.path);
  }
  return { t: 'union', of, ways: of.map((one, place) => ({ value: one, path: paths[place] ?? null })) };
}

/** Where several ways meet; null for none. */
export function joinAll(paths: readonly Path[]): Path {
  return paths.length === 0 ? null : paths.reduce(joinPaths);
}

/** Where the ways of a node parted. */
const baseOf = (node: { readonly parent: Path; readonly base?: Path }): Path => node.base === undefined ? node.parent : node.base;

/** Whether a condition that satisfies the test holds on every way to the point, since the ancestor `until`. */
export function always(path: Path, test: (condition: Condition) => boolean, until: Path = null): boolean {
  // Ways can share nodes, so what is known of a stretch is kept.
  const known = new Map<Path, Map<Path, boolean>>();
  const holds = (from: Path, end: Path): boolean => {
    const answer = known.get(end)?.get(from);
    if (answer !== undefined) return answer;
    let found = false;
    for (let p = from; p !== null && p !== end && !found; p = p.parent) {
      const node = p;
      found = 'ways' in node ? node.ways.every(way => holds(way, baseOf(node))) : test(node.condition);
    }
    (known.get(end) ?? known.set(end, new Map()).get(end))?.set(from, found);
    return found;
  };
  return holds(path, until);
}

/** All conditions on any way to the point since the ancestor `until`, newest first, each once. */
export function conditionsOf(path: Path, until: Path = null): Condition[] {
  const out: Condition[] = [];
  const seen = new Set<Path>();
  const walk = (from: Path, end: Path): void => {
    for (let p = from; p !== null && p !== end && !seen.has(p); p = p.parent) {
      seen.add(p);
      if ('ways' in p) for (const way of p.ways) walk(way, baseOf(p));
      else out.push(p.condition);
    }
  };
  walk(path, until);
  return out;
}
