import type { RawEndpoint, Step } from '../dialects/dialect';
import type { Machine } from '../evaluate/machine';
import { alternatives } from '../evaluate/value';
import type { LateGuard } from '../model/api';
import { soundsLikeAuth, termName } from './credentials';
import type { StepRun } from './exchange';

/** A step that stands behind what answers, run as if it stood in front. */
export interface LateRun { readonly as: LateGuard['as']; readonly run: StepRun }

/** The most that are tried, and the steps that each of them gets. */
const MOST = 3;
const FUEL_EACH = 3000;

/**
 * Runs what stands behind an endpoint on a request of its own: what its router was given later, or the arguments behind one that always answers.
 * Only what sounds like authentication is tried: whatever else comes late is none of a guard.
 */
export function runLate(m: Machine, endpoint: RawEndpoint, steps: readonly StepRun[], reached: boolean): readonly LateRun[] {
  const last = steps.at(-1);
  const answers = !reached && last?.step.kind === 'guard' && last.step.scope === 'route' && last.thrown.length === 0 && last.events.some(event => event.kind === 'respond');
  const behind = answers ? endpoint.steps.slice(steps.length).map(step => ({ as: 'argument' as const, step })) : [];
  const later = reached ? (endpoint.late ?? []).map(step => ({ as: 'statement' as const, step })) : [];
  return [...behind, ...later].filter(({ step }) => alternatives(step.value).every(one => one.t === 'fn' || one.t === 'native') && soundsLikeAuth(termName(step.value))).slice(0, MOST)
    .map(({ as, step }) => ({ as, run: runAlone(m, endpoint, step) }));
}

function runAlone(m: Machine, endpoint: RawEndpoint, step: Step): StepRun {
  return m.isolated(() => {
    m.fuel = FUEL_EACH;
    const exchange = endpoint.exchange(m);
    const { unknown, uncaught } = m;
    step.run(m, exchange);
    return {
      step, entry: null, events: m.events, thrown: m.thrown, exit: m.alive ? m.path : undefined, opaque: false, foreign: m.unknown > unknown, uncaught: m.uncaught > uncaught, exhausted: m.starved,
      reads: [...m.reads.values()], units: m.units, wild: new Set<string>(),
    };
  });
}
