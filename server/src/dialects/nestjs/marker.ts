import type { Machine } from '../../evaluate/machine';
import type { Value } from '../../evaluate/value';
import { UNDEFINED } from '../../evaluate/value';
import type { RawEndpoint, Step } from '../dialect';
import type { Attached } from '../decorators';
import { metadataKeys } from './metadata';
import { nestExchange, type Route } from './exchange';
import type { Probe } from './reflector';
import { probeOf } from './reflector';

/** Whether an answer or error says 401 or 403. */
function isRefusal(v: Value): boolean {
  const status = v.t === 'object' ? v.props.get('status') : v.t === 'instance' && v.base?.t === 'object' ? v.base.props.get('status') : v;
  return status?.t === 'lit' && (status.v === 401 || status.v === 403);
}

/** What a guard does on its own: whether it refuses on some way, and which metadata it read. */
function observe(m: Machine, step: Step, route: Route, hidden: Value | null): { readonly refuses: boolean; readonly reads: readonly Attached[] } {
  const holder = probeOf(m.program);
  const probe: Probe = { hidden, reads: [] };
  return m.isolated(() => {
    holder.current = probe;
    step.run(m, nestExchange(route));
    holder.current = null;
    const answers = [...m.thrown.map(one => one.value), ...m.events.flatMap(event => event.kind === 'throw' ? [event.value] : event.kind === 'respond' ? [event.status ?? UNDEFINED] : [])];
    // A middleware answers for many reasons; a guard has only one.
    const middleware = step.scope === 'app' || step.scope === 'module';
    return { refuses: middleware ? answers.some(isRefusal) : answers.length > 0, reads: probe.reads };
  });
}

/**
 * A marker of an open endpoint: metadata that is set to true on it, that a guard reads, without which this guard would refuse, and with
 * which no guard does.
 */
export function publicMarker(m: Machine, route: Route, steps: readonly Step[]): RawEndpoint['marker'] {
  const set = metadataKeys(m, route.handler, route.controller).filter(one => one.args[1]?.t === 'lit' && m.truth(one.args[1]) === true);
  if (set.length === 0) return null;
  const guards = steps.filter(step => step.kind === 'guard');
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
