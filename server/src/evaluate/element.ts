import type { Machine } from './machine';
import type { Value } from './value';

/**
 * Runs a body for the element that stands for every one of a list of unknown length. The body may not run at all, but then there is no
 * element: what it wrote on the element itself holds wherever there is one.
 */
export function forElement(m: Machine, element: Value, body: () => Value): void {
  const props = element.t === 'model' || element.t === 'object' || element.t === 'instance' ? element.props : null;
  let after: ReadonlyMap<string, Value> | null = null;
  m.maybe(() => {
    const value = body();
    if (props && m.alive) after = new Map(props);
    return value;
  });
  if (!props || !after) return;
  const wanted: ReadonlyMap<string, Value> = after;
  for (const key of [...props.keys()]) if (!wanted.has(key)) m.heap.remove(props, key);
  for (const [key, value] of wanted) if (props.get(key) !== value) m.heap.set(props, key, value);
}
