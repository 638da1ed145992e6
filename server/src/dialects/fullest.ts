import type { Site } from '../model/facts';
import { siteKey } from '../model/facts';

/** One application that several roots reach is one: of those made at one place, the one in which most is registered. */
export function fullest<T>(all: Iterable<T>, siteOf: (one: T) => Site | null, sizeOf: (one: T) => number): readonly T[] {
  const known = new Map<string, T>();
  for (const one of all) {
    const key = siteKey(siteOf(one));
    const before = known.get(key);
    if (before === undefined || sizeOf(before) < sizeOf(one)) known.set(key, one);
  }
  return [...known.values()];
}
