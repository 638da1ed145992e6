import { fromJson } from '../evaluate/builtins/globals';
import { joined } from '../evaluate/path';
import type { Value } from '../evaluate/value';

/** What a text that is sent says as data: `JSON.stringify(user)` says `user`. Other texts are themselves. */
export function fromText(v: Value): Value {
  if (v.t === 'union') return v.ways ? joined(v.ways.map(way => ({ value: fromText(way.value), path: way.path }))) : { t: 'union', of: v.of.map(fromText) };
  if (v.t === 'sym' && v.op === 'derived' && v.name === 'JSON.stringify') return v.from[0] ?? v;
  if (v.t !== 'lit' || typeof v.v !== 'string' || !/^\s*[{[]/.test(v.v)) return v;
  try {
    return fromJson(JSON.parse(v.v));
  } catch {
    return v;
  }
}
