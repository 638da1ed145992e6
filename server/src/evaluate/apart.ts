import type { Machine } from './machine';
import { FUEL } from './machine';

/**
 * Runs something whose effects stay and that is not part of the current run: a decorator, the constructor of a singleton, a module's
 * set-up. The current run's path, events and budget are as before afterwards. Its units count as those of loading, because their effects
 * are shared by every later run.
 */
export function apart<T>(m: Machine, run: () => T): T {
  const { path, alive, nesting, events, thrown, units, fuel, reads, starved } = m;
  const frames = m.frames.splice(0);
  Object.assign(m, { path: null, alive: true, nesting: 0, events: [], thrown: [], units: m.program.loadUnits, fuel: FUEL.endpoint, reads: new Map() });
  try {
    return m.heap.outside(run);
  } finally {
    m.frames.splice(0, m.frames.length, ...frames);
    Object.assign(m, { path, alive, nesting, events, thrown, units, fuel, reads, starved });
  }
}
