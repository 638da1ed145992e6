import { healthWords } from '../model/lexicon/path-terms';

/** An operation that is implemented: the path that the code serves, and the one of it that the document says below its servers. */
export interface Described { readonly served: string; readonly documented: string }

/** Segments that say where an API is mounted, not what it is about. */
const MOUNT = /^((public|open|rest|external)-?)?apis?(-?v\d+)?$|^(rest|public)$|^v\d+([._]\d+)*((alpha|beta)\d*)?$|^\d{4}-\d{2}-\d{2}$/i;

const segmentsOf = (path: string): readonly string[] => path.split('/').filter(part => part !== '');

/**
 * The part of an application that a document is about, as a measure: how many segments of a path are those of a prefix that the document
 * claims, or null when the path lies outside of all. Each operation claims what is below its mount (`/api/v2`, and the path of the server).
 * Where only a few lie above the mount that the others have in common, they claim their own resource and not everything.
 */
export function areaOf(described: readonly Described[]): (path: string) => number | null {
  const telling = described.filter(({ served }) => !healthWords.has(segmentsOf(served).at(-1)?.toLowerCase() ?? ''));
  const operations = (telling.length > 0 ? telling : described).map(({ served, documented }) => {
    const segments = segmentsOf(served);
    let length = Math.max(0, segments.length - segmentsOf(documented).length);
    while (length < segments.length - 1 && MOUNT.test(segments[length] ?? '')) length++;
    return { mount: segments.slice(0, length), resource: segments.slice(0, length + 1) };
  });
  const counts = new Map<string, number>();
  for (const { mount } of operations) counts.set(mount.join('/'), (counts.get(mount.join('/')) ?? 0) + 1);
  const below = (mount: string): number => [...counts].reduce((sum, [other, count]) => sum + (other !== mount && isBelow(segmentsOf(other), segmentsOf(mount)) ? count : 0), 0);
  const claims = new Map<string, readonly string[]>();
  for (const { mount, resource } of operations) {
    const key = mount.join('/');
    const claim = (counts.get(key) ?? 0) >= below(key) ? mount : resource;
    claims.set(claim.join('/'), claim);
  }
  return path => {
    const segments = segmentsOf(path);
    const lengths = [...claims.values()].filter(claim => isBelow(segments, claim)).map(claim => claim.length);
    return lengths.length === 0 ? null : Math.max(...lengths);
  };
}

/** Whether a path starts with the segments of a prefix; one parameter is like another. */
function isBelow(path: readonly string[], prefix: readonly string[]): boolean {
  return prefix.length <= path.length && prefix.every((part, index) => part === path[index] || (part.startsWith('{') && path[index]?.startsWith('{') === true));
}
