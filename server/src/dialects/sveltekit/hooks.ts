import type { Machine } from '../../evaluate/machine';
import { waysOf } from '../../evaluate/path';
import { mentions } from '../../evaluate/truth';
import type { Call, ModelType, Value } from '../../evaluate/value';
import { alternatives, model, native, object, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import type { Exchange, Step } from '../dialect';
import { isResponse, response, settle } from '../fetch';
import type { ResponseState } from '../fetch';
import { answeringThrown } from '../thrown';
import { endingOf, enter } from './event';

/** `sequence(first, second)`: a hook that is several. */
interface Hook { readonly value: Value; readonly site: Site | null }

const sequenceType: ModelType<readonly Hook[]> = {
  name: 'sequence',
  call: (self, m, call) => chained(self.state, 0, m, call),
};

/** Each hook resolves to the next one, the last to what the sequence was given. */
function chained(hooks: readonly Hook[], index: number, m: Machine, call: Call): Value {
  const [given = UNDEFINED] = call.args;
  const resolve = m.get(given, 'resolve');
  const hook = hooks[index];
  if (!hook) return m.call(resolve, [m.get(given, 'event')], { site: call.site });
  const next = native('resolve', (machine, inner) => chained(hooks, index + 1, machine, { ...inner, args: [object([['event', inner.args[0] ?? UNDEFINED], ['resolve', resolve]])] }));
  return m.call(hook.value, [object([['event', m.get(given, 'event')], ['resolve', next]])], { site: hook.site });
}

/** `sequence` of `@sveltejs/kit/hooks`. */
export const sequence: Value = native('sequence', (_m, call) => model(sequenceType, call.args.map((value, index) => ({ value, site: call.argSites[index] ?? call.site })), call.site) as Value);

/** The hooks behind `handle`, in their order. */
export function hooksOf(value: Value, site: Site | null): readonly Hook[] {
  if (value.t !== 'model' || value.type.name !== sequenceType.name) return [{ value, site }];
  return (value.state as readonly Hook[]).flatMap(one => hooksOf(one.value, one.site));
}

/** Whether nothing is known of what a value does. */
export const isOpaque = (v: Value): boolean => alternatives(v).every(one => one.t === 'sym' || one.t === 'hole');

const RESOLVED = 'resolve';

/** The step of one hook. */
export function hookStep({ value, site }: Hook): Step {
  return {
    kind: 'guard', scope: 'file', value, site, style: 'wrapper',
    run: (m, exchange) => {
      // What is not of the workspace answers for itself.
      if (!isOpaque(value)) runHook(value, m, exchange, site);
    },
  };
}

function runHook(value: Value, m: Machine, { values }: Exchange, site: Site | null): void {
  const event = values['event'] ?? UNDEFINED;
  enter(m, event);
  const resolve = native(RESOLVED, (machine, call) => {
    machine.emit({ kind: 'next', value: UNDEFINED, status: null, site: call.site, via: RESOLVED });
    return response(machine, { body: UNDEFINED, status: null, goesOn: true, via: RESOLVED }, call.site);
  });
  const result = answeringThrown(m, () => m.call(value, [object([['event', event], ['resolve', resolve]])], { site }), thrown => answersThrown(m, thrown, site));
  if (!m.alive) return;
  const end = m.path;
  for (const way of waysOf(result, end)) {
    m.path = way.path;
    if (isResponse(way.value) === true && way.value.t === 'model' && (way.value.state as ResponseState).via === RESOLVED) continue;
    // `withLocale(event.request, () => resolve(event))`: what came of code that got `resolve` is mostly what it resolved to.
    if (isOpaque(way.value) && mentions(way.value, one => one === resolve || one.t === 'fn')) m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: RESOLVED });
    else settle(m, way.value, site, 'nothing', 'return');
  }
  m.path = end;
}

/** Answers with a thrown error or redirection. */
export function answersThrown(m: Machine, thrown: Value, site: Site | null): boolean {
  const found = endingOf(thrown);
  if (found) m.emit({ kind: 'respond', value: found.kind === 'error' ? found.body : UNDEFINED, status: found.status, site, via: found.kind });
  else if (isResponse(thrown) === true) settle(m, thrown, site, 'nothing', 'throw');
  return found !== undefined || isResponse(thrown) === true;
}

