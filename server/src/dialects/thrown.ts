import type { Machine, Thrown } from '../evaluate/machine';
import { waysOf } from '../evaluate/path';
import type { Value } from '../evaluate/value';

/** For dialects that answer with what is thrown: `throw redirect(303, '/login')`. */

/** Runs something and gives what it threw instead of passing it on. */
export function catching(m: Machine, run: () => Value): { readonly value: Value; readonly thrown: readonly Thrown[] } {
  const outer = m.thrown;
  const thrown: Thrown[] = [];
  m.thrown = thrown;
  const value = run();
  m.thrown = outer;
  return { value, thrown };
}

/** Calls something; what it throws becomes an answer where `answer` says so and is thrown on where not. Gives what it returned. */
export function answeringThrown(m: Machine, run: () => Value, answer: (value: Value) => boolean): Value {
  const { value, thrown } = catching(m, run);
  const { path, alive } = m;
  for (const one of thrown) {
    for (const way of waysOf(one.value, one.path)) {
      m.path = way.path;
      m.alive = true;
      if (!answer(way.value)) m.throw(way.value, one.site);
    }
  }
  m.path = path;
  m.alive = alive;
  return value;
}
