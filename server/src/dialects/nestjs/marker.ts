import type { Machine } from '../../evaluate/machine';
import type { Value } from '../../evaluate/value';
import type { RawEndpoint, Step } from '../dialect';
import type { Attached } from './decorators';
import { metadataKeys } from './decorators';
import { nestExchange, type Route } from './exchange';
import type { Probe } from './reflector';
import { probeOf } from './reflector';

/** What a guard does on its own: whether it refuses on some way, and which metadata it read. */
function observe(m: Machine, step: Step, route: Route, hidden: Value | null): { readonly refuses: boolean; readonly reads: readonly Attached[] } {
  const holder = probeOf(m.program);
  const probe: Probe = { hidden, reads: [] };
  return m.isolated(() => {
    holder.current = probe;
    step.run(m, nestExchange(route));
    holder.current = null;
    return { refuses: m.thrown.length > 0 || m.events.some(event => event.kind === 'respond' || event.kind === 'throw'), reads: probe.reads };
  });
}

/**
 * A marker of an open endpoint: metadata that is set to true on it, that a guard reads, and without which this guard would refuse.
 */
export function publicMarker(m: Machine, route: Route, steps: readonly Step[]): RawEndpoint['marker'] {
  const set = metadataKeys(m, route.handler, route.controller).filter(one => m.truth(one.args[1] ?? { t: 'lit', v: undefined }) === true && one.args[1]?.t === 'lit');
  if (set.length === 0) return null;
  for (const step of steps) {
    if (step.kind !== 'guard' || step.scope === 'app' || step.scope === 'module') continue;
    const marked = observe(m, step, route, null);
    if (marked.refuses) continue;
    for (const read of marked.reads) {
      const key = read.args[0];
      if (!key || !set.includes(read) || !observe(m, step, route, key).refuses) continue;
      const name = key.t === 'lit' ? `'${String(key.v)}'` : 'its metadata';
      return { kind: 'public', why: `the guard reads the marker ${name} and lets requests without credentials pass`, site: read.attached };
    }
  }
  return null;
}
