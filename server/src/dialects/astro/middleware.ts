import type { Machine } from '../../evaluate/machine';
import { waysOf } from '../../evaluate/path';
import { mentions } from '../../evaluate/truth';
import type { Call, ModelType, Value } from '../../evaluate/value';
import { alternatives, model, native, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import type { Step } from '../dialect';
import { isResponse, response, settle } from '../fetch';
import type { ResponseState } from '../fetch';
import { answeringThrown } from '../thrown';

/** `sequence(first, second)`: a middleware that is several. */
interface Part { readonly value: Value; readonly site: Site | null }

const sequenceType: ModelType<readonly Part[]> = { name: 'sequence', call: (self, m, call) => chained(self.state, 0, m, call) };

function chained(parts: readonly Part[], index: number, m: Machine, call: Call): Value {
  const [context = UNDEFINED, next = UNDEFINED] = call.args;
  const part = parts[index];
  if (!part) return m.call(next, [], { site: call.site });
  return m.call(part.value, [context, native('next', (machine, inner) => chained(parts, index + 1, machine, { ...inner, args: [context, next] }))], { site: part.site });
}

/** `sequence` of `astro:middleware`. */
export const sequence: Value = native('sequence', (_m, call) => model(sequenceType, call.args.map((value, index) => ({ value, site: call.argSites[index] ?? call.site })), call.site) as Value);

/** The middleware behind `onRequest`, in their order. */
export function partsOf(value: Value, site: Site | null): readonly Part[] {
  if (value.t !== 'model' || value.type.name !== sequenceType.name) return [{ value, site }];
  return (value.state as readonly Part[]).flatMap(one => partsOf(one.value, one.site));
}

/** Whether nothing is known of what a value does. */
export const isOpaque = (v: Value): boolean => alternatives(v).every(one => one.t === 'sym' || one.t === 'hole');

const NEXT = 'next';

/** The step of one middleware. */
export function middlewareStep({ value, site }: Part): Step {
  return {
    kind: 'guard', scope: 'file', value, site, style: 'wrapper',
    run: (m, { values }) => {
      // What is not of the workspace answers for itself.
      if (isOpaque(value)) return;
      const next = native(NEXT, (machine, call) => {
        machine.emit({ kind: 'next', value: UNDEFINED, status: null, site: call.site, via: NEXT });
        return response(machine, { body: UNDEFINED, status: null, goesOn: true, via: NEXT }, call.site);
      });
      const result = answeringThrown(m, () => m.call(value, [values['context'] ?? UNDEFINED, next], { site }), () => false);
      if (!m.alive) return;
      const end = m.path;
      const called = m.events.some(event => event.kind === 'next');
      for (const way of waysOf(result, end)) {
        m.path = way.path;
        if (isResponse(way.value) === true && way.value.t === 'model' && (way.value.state as ResponseState).via === NEXT) continue;
        if (isOpaque(way.value) && mentions(way.value, one => one === next || one.t === 'fn')) m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: NEXT });
        else if (isResponse(way.value) === true || isOpaque(way.value)) settle(m, way.value, site, 'nothing', 'return');
        // A middleware that gives nothing back goes on, when it has not done so.
        else if (!called) m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: NEXT });
      }
      m.path = end;
    },
  };
}
