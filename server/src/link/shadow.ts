import type { Endpoint } from '../model/api';

/** Whether every path of `later` is one of `earlier`, segment by segment. */
function covers(earlier: string, later: string): boolean {
  const a = earlier.split('/').filter(part => part !== '');
  const b = later.split('/').filter(part => part !== '');
  for (const [index, part] of a.entries()) {
    if (/^\{[^}]*\*\??\}$/.test(part)) return b.length >= index;
    const own = b[index];
    if (own === undefined) return false;
    if (part.includes('…') || own.includes('…')) return false;
    if (/^\{[^}?]*\}$/.test(part)) { if (/[?*]\}$/.test(own)) return false; continue; }
    if (part !== own) return false;
  }
  return a.length === b.length;
}

/**
 * Marks endpoints that an earlier one of the same application hides, where the first match wins. One router mounted twice gives two
 * endpoints; the very same registration at the very same path is one.
 */
export function markShadowed(endpoints: readonly Endpoint[], ordered: readonly boolean[]): readonly Endpoint[] {
  const earlier = new Map<string, Endpoint[]>();
  const seen = new Set<string>();
  const out: Endpoint[] = [];
  endpoints.forEach((endpoint, index) => {
    const key = `${endpoint.application}\0${endpoint.id}\0${endpoint.file}\0${endpoint.span.start}`;
    if (seen.has(key)) return;
    seen.add(key);
    if (ordered[index] !== true || endpoint.state !== 'live') { out.push(endpoint); return; }
    const before = earlier.get(endpoint.application) ?? [];
    earlier.set(endpoint.application, before);
    const hides = before.some(one => (one.method === 'ANY' || one.method === endpoint.method) && covers(one.path, endpoint.path));
    if (hides) out.push({ ...endpoint, state: 'shadowed' });
    else { before.push(endpoint); out.push(endpoint); }
  });
  return out;
}
