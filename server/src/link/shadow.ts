import type { Endpoint } from '../model/api';

/** Paths of earlier endpoints by their parts, with the methods that are answered where one ends. */
interface Earlier { readonly fixed: Map<string, Earlier>; parameter: Earlier | null; readonly ends: Set<string>; readonly rests: Set<string> }

const nothingYet = (): Earlier => ({ fixed: new Map(), parameter: null, ends: new Set(), rests: new Set() });
const partsOf = (path: string): string[] => path.split('/').filter(part => part !== '');
const answers = (methods: ReadonlySet<string>, method: string): boolean => methods.has('ANY') || methods.has(method);

/** Notes an endpoint. What is not known of a path covers nothing that comes after it. */
function note(tree: Earlier, path: string, method: string): void {
  let at = tree;
  for (const part of partsOf(path)) {
    if (/^\{[^}]*\*\??\}$/.test(part)) { at.rests.add(method); return; }
    if (part.includes('…')) return;
    const next: Earlier = (/^\{[^}?]*\}$/.test(part) ? at.parameter : at.fixed.get(part)) ?? nothingYet();
    if (/^\{[^}?]*\}$/.test(part)) at.parameter = next; else at.fixed.set(part, next);
    at = next;
  }
  at.ends.add(method);
}

/** Whether an earlier endpoint answers everything that this one would, part by part. */
function covered(at: Earlier, parts: readonly string[], index: number, method: string): boolean {
  if (answers(at.rests, method)) return true;
  const part = parts[index];
  if (part === undefined) return answers(at.ends, method);
  if (part.includes('…')) return false;
  if (at.parameter && !/[?*]\}$/.test(part) && covered(at.parameter, parts, index + 1, method)) return true;
  const fixed = at.fixed.get(part);
  return fixed !== undefined && covered(fixed, parts, index + 1, method);
}

/**
 * Marks endpoints that an earlier one of the same application hides, where the first match wins. One router mounted twice gives two
 * endpoints; the very same registration at the very same path is one.
 */
export function markShadowed(endpoints: readonly Endpoint[], ordered: readonly boolean[]): readonly Endpoint[] {
  const earlier = new Map<string, Earlier>();
  const seen = new Set<string>();
  const out: Endpoint[] = [];
  endpoints.forEach((endpoint, index) => {
    const key = `${endpoint.application}\0${endpoint.id}\0${endpoint.file}\0${endpoint.span.start}`;
    if (seen.has(key)) return;
    seen.add(key);
    if (ordered[index] !== true || endpoint.state !== 'live') { out.push(endpoint); return; }
    const before = earlier.get(endpoint.application) ?? nothingYet();
    earlier.set(endpoint.application, before);
    if (covered(before, partsOf(endpoint.path), 0, endpoint.method)) { out.push({ ...endpoint, state: 'shadowed' }); return; }
    note(before, endpoint.path, endpoint.method);
    out.push(endpoint);
  });
  return out;
}
