import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import type { Machine, Thrown } from '../../evaluate/machine';
import type { Path } from '../../evaluate/path';
import { joined, waysOf } from '../../evaluate/path';
import { mentions } from '../../evaluate/truth';
import type { Call, NativeValue, Value, Way } from '../../evaluate/value';
import { derived, hole, lit, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import { isResponse } from '../fetch';
import { endpointOf } from './context';
import type { PathPattern } from './paths';
import { covers, patternOf } from './paths';
import { catching } from '../thrown';
import { answer, resume } from './steps';

const isTruth = (v: Value): boolean => v.t === 'lit' && typeof v.v === 'boolean';

/** Runs one of several middlewares: what became of the request when it came back, by ways. */
interface Outcome { readonly passed: Way[]; readonly failed: Path[]; readonly thrown: readonly Thrown[] }

/** A condition may be a middleware or say by its value whether it holds; `goOn` is what follows where it does. */
function attempt(m: Machine, one: Value, c: Value, next: Value, site: Site | null, goOn: () => void): Outcome {
  const { value, thrown } = catching(m, () => m.call(one, [c, next], { site }));
  const passed: Way[] = [];
  const failed: Path[] = [];
  if (m.alive) {
    const end = m.path;
    for (const way of waysOf(value, end)) {
      m.path = way.path;
      m.alive = true;
      if (isTruth(way.value)) {
        if (way.value.t === 'lit' && way.value.v === false) { failed.push(m.path); continue; }
        goOn();
        passed.push({ value: UNDEFINED, path: m.path });
      } else if (isTest(way.value)) {
        m.fork([
          { conditions: [{ kind: 'branch', test: way.value, taken: true, site: site ?? NOWHERE }], run: () => { goOn(); passed.push({ value: UNDEFINED, path: m.path }); return UNDEFINED; } },
          { conditions: [{ kind: 'branch', test: way.value, taken: false, site: site ?? NOWHERE }], run: () => { failed.push(m.path); return UNDEFINED; } },
        ], false);
      } else passed.push({ value: way.value, path: m.path });
    }
  }
  return { passed, failed, thrown };
}

/** A value that is a condition's answer and no response: a test whose outcome is not known. */
const isTest = (v: Value): boolean => isResponse(v) === undefined && v.t === 'sym' && v.op !== 'call' && !mentions(v, one => one.t === 'native' && one.name === 'next', 40);

/** `some(a, b)`: the first that does not fail decides; what it refuses is tried with the next. */
function some(m: Machine, all: readonly Value[], c: Value, next: Value, site: Site | null): Value {
  const ends: Way[] = [];
  let last: readonly Thrown[] = [];
  let falling: Path[] | null = null;
  for (const one of all) {
    if (falling) resume(m, falling);
    if (!m.alive) break;
    const { passed, failed, thrown } = attempt(m, one, c, next, site, () => m.call(next, [], { site }));
    ends.push(...passed);
    last = thrown.length > 0 ? thrown : failed.map(path => ({ value: object([['message', lit('No successful middleware found')]]), path, site }));
    falling = [...failed, ...thrown.map(error => error.path)];
    if (falling.length === 0) break;
  }
  // Nobody let the request go on: the last error is the answer.
  if (falling) for (const error of last) m.thrown.push(error);
  resume(m, ends.map(end => end.path));
  return ends.length === 0 ? UNDEFINED : joined(ends);
}

/** `every(a, b)`: one after the other, as if each were registered by itself. */
function every(m: Machine, all: readonly Value[], c: Value, next: Value, site: Site | null, from = 0): Value {
  const [one] = all.slice(from);
  if (!one) return m.call(next, [], { site });
  const goOn = (): Value => every(m, all, c, next, site, from + 1);
  const { passed, failed, thrown } = attempt(m, one, c, native('next', goOn), site, goOn);
  for (const path of failed) m.thrown.push({ value: object([['message', lit('Unmet condition')]]), path, site });
  m.thrown.push(...thrown);
  for (const way of passed) { resume(m, [way.path]); answer(m, way.value, site); }
  resume(m, passed.map(way => way.path));
  return UNDEFINED;
}

/** `except('/public/*', …)`: what the condition covers goes on without. */
function except(m: Machine, condition: Value | undefined, all: readonly Value[], c: Value, next: Value, site: Site | null): Value {
  const endpoint = endpointOf(c);
  const tests = (condition?.t === 'list' ? condition.items : condition ? [condition] : []).map((one): Value => {
    const text = stringOf(one);
    if (text === undefined) return one.t === 'fn' || one.t === 'native' ? m.call(one, [c], { site }) : derived('except', [one]);
    return matched(text, endpoint?.pattern);
  });
  const skip = (): Value => m.call(next, [], { site });
  if (tests.some(one => m.truth(one) === true)) return skip();
  const open = tests.filter(one => m.truth(one) !== false);
  if (open.length === 0) return every(m, all, c, next, site);
  const test = open.length === 1 ? open[0] ?? UNDEFINED : derived('||', open);
  return m.fork([
    { conditions: [{ kind: 'branch', test, taken: true, site: site ?? NOWHERE }], run: skip },
    { conditions: [{ kind: 'branch', test, taken: false, site: site ?? NOWHERE }], run: () => every(m, all, c, next, site) },
  ], false);
}

function matched(text: string, pattern: PathPattern | undefined): Value {
  const answer = pattern ? covers(patternOf(text), pattern) : undefined;
  return answer === undefined ? derived('except', [lit(text)]) : lit(answer);
}

/** The middleware that a combination makes. */
const made = (name: string, run: (m: Machine, c: Value, next: Value, site: Site | null) => Value): NativeValue =>
  native(name, (m, inner) => run(m, inner.args[0] ?? UNDEFINED, inner.args[1] ?? hole('next'), inner.site));

/** `hono/combine`. */
export function combineModule(): Readonly<Record<string, Value>> {
  return {
    some: native('some', (_m, call: Call) => made('some', (m, c, next, site) => some(m, call.args, c, next, site))),
    every: native('every', (_m, call: Call) => made('every', (m, c, next, site) => every(m, call.args, c, next, site))),
    except: native('except', (_m, call: Call) => made('except', (m, c, next, site) => except(m, call.args[0], call.args.slice(1), c, next, site))),
  };
}

