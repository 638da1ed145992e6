import type { Machine } from '../evaluate/machine';
import { waysOf } from '../evaluate/path';
import type { Value } from '../evaluate/value';

/** Does something on each way along which a value is the one; afterwards the run stands where it stood. Does nothing where the run has ended. */
export function onEachWay(m: Machine, value: Value, run: (one: Value) => void): void {
  if (!m.alive) return;
  const end = m.path;
  for (const way of waysOf(value, end)) {
    m.path = way.path;
    run(way.value);
  }
  m.path = end;
}
