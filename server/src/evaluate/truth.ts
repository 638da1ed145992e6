import type { Value } from './value';

/** Whether a value counts as true in a test; undefined where nothing is known. */
export function truthOf(v: Value): boolean | undefined {
  switch (v.t) {
    // The empty default of a setting stands for whatever the setting is: `const secret = process.env.SECRET || ''`.
    case 'lit': return !v.v && v.assumed?.at ? undefined : Boolean(v.v);
    case 'text': return v.parts.some(part => typeof part === 'string' && part !== '') ? true : undefined;
    case 'union': {
      let all: boolean | undefined;
      for (const [index, one] of v.of.entries()) {
        const truth = truthOf(one);
        if (truth === undefined || (index > 0 && truth !== all)) return undefined;
        all = truth;
      }
      return all;
    }
    case 'model': return v.type.maybeMissing === true ? undefined : true;
    case 'sym': return v.op === 'import' ? true : undefined;
    case 'hole': return undefined;
    default: return true;
  }
}

/** Whether a value is `null` or `undefined`; undefined where nothing is known. */
export function nullish(v: Value): boolean | undefined {
  switch (v.t) {
    case 'lit': return v.v === undefined || v.v === null;
    case 'text': return false;
    case 'union': {
      const all = new Set(v.of.map(nullish));
      return all.size === 1 ? [...all][0] : undefined;
    }
    case 'model': return v.type.maybeMissing === true ? undefined : false;
    case 'sym': return v.op === 'import' ? false : undefined;
    case 'hole': return undefined;
    default: return false;
  }
}

/** Everything that a value is made of, itself first: what a test on it depends on. Bounded, because values can be cyclic. */
export function mentions(v: Value, visit: (v: Value) => boolean, limit = 400): boolean {
  const seen = new Set<Value>();
  const queue: Value[] = [v];
  while (queue.length > 0 && seen.size < limit) {
    const next = queue.pop();
    if (next === undefined || seen.has(next)) continue;
    seen.add(next);
    if (visit(next)) return true;
    switch (next.t) {
      case 'text': for (const part of next.parts) if (typeof part !== 'string') queue.push(part); break;
      case 'union': queue.push(...next.of); break;
      case 'hole': queue.push(...next.from); break;
      case 'list': queue.push(...next.items); if (next.rest) queue.push(next.rest); break;
      case 'object': queue.push(...next.props.values(), ...next.spreads); break;
      case 'instance': queue.push(...next.props.values()); break;
      case 'model': queue.push(...next.type.mentions?.(next) ?? []); break;
      case 'sym':
        if (next.op === 'get') queue.push(next.base);
        else if (next.op === 'call' || next.op === 'new') queue.push(next.base, ...next.args);
        else if (next.op === 'derived') queue.push(...next.from);
        break;
      default: break;
    }
  }
  return false;
}
