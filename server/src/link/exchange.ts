import type { RawEndpoint, Step } from '../dialects/dialect';
import type { Machine, Thrown, TraceEvent } from '../evaluate/machine';
import type { Writes } from '../evaluate/heap';
import { FUEL } from '../evaluate/machine';
import type { Path } from '../evaluate/path';
import { joinAll } from '../evaluate/path';
import { alternatives, type InputValue, type Value } from '../evaluate/value';
import type { Config } from '../model/config';
import type { LateRun } from './late';
import { runLate } from './late';
import type { Shape } from './shape';
import { shapeOf } from './shape';

/** What one step did with a request about which nothing is known. */
export interface StepRun {
  readonly step: Step;
  /** The conditions under which it was entered. */
  readonly entry: Path;
  readonly events: readonly TraceEvent[];
  readonly thrown: readonly Thrown[];
  /** The conditions under which it ended by itself; undefined when it never does. */
  readonly exit: Path | undefined;
  /** Its body is not known: what it does cannot be said. */
  readonly opaque: boolean;
  /** It called code that is not part of the workspace. */
  readonly foreign: boolean;
  /** It called such code where nobody catches what it throws. */
  readonly uncaught: boolean;
  /** Its evaluation ended for want of budget. */
  readonly exhausted: boolean;
  /** The parts of the request that it read. */
  readonly reads: readonly InputValue[];
  /** The code units that ran in it. */
  readonly units: ReadonlySet<string>;
  /** The parameters of the endpoint's path that hold any number of segments. */
  readonly wild: ReadonlySet<string>;
}

/** The points at which a step ended: what it did, what it threw, and where it came to its end by itself. */
export function endsOf({ events, thrown, exit }: StepRun): readonly Path[] {
  return [...events.map(one => one.path), ...thrown.map(one => one.path), ...exit === undefined ? [] : [exit]];
}

/** An answer of the handler with the shape of its body. */
export interface Answer { readonly event: TraceEvent; readonly status: number | null; readonly shape: Shape }

/** One endpoint, run once. */
export interface EndpointRun {
  readonly endpoint: RawEndpoint;
  readonly steps: readonly StepRun[];
  readonly answers: readonly Answer[];
  /** False when a step before the handler never goes on. */
  readonly reached: boolean;
  /** Code units that ran: the run is good until one of them changes. */
  readonly units: ReadonlySet<string>;
  readonly exhausted: boolean;
  /** The parts of the request that any step read. */
  readonly reads: readonly InputValue[];
  /** What stands behind it and may have been meant to guard it. */
  readonly late: readonly LateRun[];
}

/** The status codes that an event may have, each once; null stands for those that are not known. */
export function statusesOf(event: TraceEvent): readonly (number | null)[] {
  if (event.status === null) return [null];
  const codes = alternatives(event.status).map(one => one.t === 'lit' ? (one.v === undefined ? 200 : Number(one.v)) : Number.NaN);
  return [...new Set(codes.map(code => code >= 100 && code < 600 ? code : null))];
}

/** The status code by which an event is judged: the only known one, or the first of several errors. */
export function statusOf(event: TraceEvent): number | null {
  const known = statusesOf(event).filter(code => code !== null);
  return known.length === 1 || known.every(code => code >= 400) ? known[0] ?? null : null;
}

/** Whether nothing is known about what a step runs. */
function isOpaque(value: Value): boolean {
  return alternatives(value).some(one => one.t === 'sym' || one.t === 'hole' || one.t === 'object');
}

/** Runs the steps of an endpoint in order; each starts where the one before it went on. Nothing that it wrote remains. */
export function runEndpoint(m: Machine, endpoint: RawEndpoint, config: Config): EndpointRun {
  return m.isolated(() => {
    m.fuel = FUEL.endpoint;
    const units = new Set<string>();
    m.units = units;
    const exchange = endpoint.exchange(m);
    const wild = new Set(endpoint.components.flatMap(one => [...one.text.matchAll(/\{([^}]*)\*\??\}/g)].map(([, name = '']) => name)));
    const steps: StepRun[] = [];
    let reached = true;
    for (const step of endpoint.steps) {
      m.events = [];
      m.thrown = [];
      m.alive = true;
      const before = m.reads;
      m.reads = new Map();
      m.units = new Set();
      const entry = m.path;
      const { unknown, uncaught } = m;
      // However much its guards took, the handler has a budget of its own.
      if (step.kind === 'handler') m.fuel = FUEL.endpoint;
      m.starved = false;
      m.heap.begin();
      const onward = { from: m.heap.openedAt(), states: [] as Writes[] };
      m.onward = step.kind === 'guard' ? onward : null;
      step.run(m, exchange);
      m.onward = null;
      const written = m.heap.undo();
      const [state, ...others] = onward.states;
      // What may not run at all may not have written either.
      if (step.unsure === true) m.heap.weaken(state ?? written);
      else m.heap.apply(state ?? written);
      for (const other of others) m.heap.weaken(other);
      const opaque = isOpaque(step.value);
      const run: StepRun = { step, entry, events: m.events, thrown: m.thrown, exit: m.alive ? m.path : undefined, opaque, foreign: m.unknown > unknown, uncaught: m.uncaught > uncaught, exhausted: m.starved, reads: [...m.reads.values()], units: m.units, wild };
      for (const unit of m.units) units.add(unit);
      for (const [key, read] of m.reads) before.set(key, read);
      m.reads = before;
      steps.push(run);
      if (step.kind === 'handler') break;
      const on = run.events.filter(event => event.kind === 'next').map(event => event.path);
      if (step.unsure === true) m.path = entry;
      else if (on.length > 0) m.path = joinAll(on);
      else if (opaque || run.events.every(event => event.kind === 'query') && run.thrown.length === 0) m.path = run.exit ?? entry;
      else { reached = false; break; }
    }
    const last = steps[steps.length - 1];
    const answers = last?.step.kind === 'handler' && reached
      ? last.events.filter(event => event.kind === 'respond').map(event => ({ event, status: statusOf(event), shape: shapeOf(event.value, m, config) })) : [];
    const late = runLate(m, endpoint, steps, reached);
    for (const { run } of late) for (const unit of run.units) units.add(unit);
    return { endpoint, steps, answers, reached, units, exhausted: steps.some(one => one.exhausted), reads: [...m.reads.values()], late };
  });
}
