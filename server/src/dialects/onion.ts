import type { Machine } from '../evaluate/machine';
import type { Path } from '../evaluate/path';
import { always } from '../evaluate/path';
import type { Site } from '../model/facts';

/** For dialects whose middleware stands around what comes after it: `await next()` comes back. */

/**
 * Whether a point is only reached when something fails that `next` led to: what a middleware answers there is about the errors of others and
 * no refusal of its own. `nexts` are the places where it called `next`.
 */
export function handlesErrorsOfOthers(m: Machine, path: Path, nexts: readonly Site[]): boolean {
  return nexts.length > 0 && always(path, condition => condition.kind === 'caught' && nexts.some(next => stands(m, condition.site, next)));
}

/** Whether one node of a unit stands inside of another. */
function stands(m: Machine, outer: Site, inner: Site): boolean {
  if (outer.file !== inner.file || outer.unit !== inner.unit) return false;
  const spans = m.program.modules.get(outer.file)?.facts.units[outer.unit]?.spans;
  const [from, to, start, end] = [spans?.[2 * outer.n], spans?.[2 * outer.n + 1], spans?.[2 * inner.n], spans?.[2 * inner.n + 1]];
  return from !== undefined && to !== undefined && start !== undefined && end !== undefined && from <= start && end <= to;
}
