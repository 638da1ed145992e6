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
 * A marker of an open endpoint: metadata that is set to true on it, that a guard reads, without which this guard would refuse, and with
 * which no guard does.
 */
export function publicMarker(m: Machine, route: Route, steps: readonly Step[]): RawEndpoint['marker'] {
  const set = metadataKeys(m, route.handler, route.controller).filter(one => one.args[1]?.t === 'lit' && m.truth(one.args[1]) === true);
  if (set.length === 0) return null;
  const guards = steps.filter(step => step.kind === 'guard' && step.scope !== 'app' && step.scope !== 'module');
  const observed = guards.map(step => ({ step, ...observe(m, step, route, null) }));
  if (observed.some(one => one.refuses)) return null;
  for (const { step, reads } of observed) for (const read of reads) {
    const key = read.args[0];
    if (!key || !set.includes(read) || !observe(m, step, route, key).refuses) continue;
    const name = key.t === 'lit' ? `'${String(key.v)}'` : 'on it';
    return { kind: 'public', why: `the guard reads the marker ${name} and lets requests without credentials pass`, site: read.attached };
  }
  return null;
}
