import type { Machine } from '../machine';
import { joinAll, joined } from '../path';
import type { Value, Way } from '../value';
import { hole, native, union, UNDEFINED } from '../value';

/**
 * `then`, `catch` and `finally` of anything: promises are transparent, the value of a promise stands for the promise. Libraries that
 * have methods of these names answer first.
 */
export function promiseMember(_m: Machine, base: Value, key: string): Value | undefined {
  switch (key) {
    case 'then': return native('Promise.then', (m, call) => {
      const [done, failed] = call.args;
      const self = call.self.t === 'lit' && call.self.v === undefined ? base : call.self;
      const value = done ? m.call(done, [self], { site: call.site }) : self;
      if (!failed) return value;
      const caught = m.maybe(() => m.call(failed, [hole('what was thrown', call.site, [self])], { site: call.site }));
      return union([value, caught]);
    });
    case 'catch': return native('Promise.catch', (m, call) => {
      const [failed] = call.args;
      const self = call.self.t === 'lit' && call.self.v === undefined ? base : call.self;
      if (failed) m.maybe(() => {
        if (call.site) m.assume({ kind: 'caught', site: call.site });
        return m.call(failed, [hole('what was thrown', call.site, [self])], { site: call.site });
      });
      return self;
    });
    case 'finally': return native('Promise.finally', (m, call) => {
      if (call.args[0]) m.call(call.args[0], [], { site: call.site });
      return call.self.t === 'lit' && call.self.v === undefined ? base : call.self;
    });
    default: return undefined;
  }
}

/** What `Promise` is. */
export function promiseGlobal(): Value {
  const first = native('Promise.resolve', (_m, call) => call.args[0] ?? UNDEFINED);
  return native('Promise', (m, call) => {
    const [executor] = call.args;
    if (!executor) return UNDEFINED;
    if (!m.alive) return UNDEFINED;
    // What follows goes on along the ways that resolve.
    const ways: Way[] = [];
    const resolve = native('resolve', (machine, inner) => { if (machine.alive) ways.push({ value: inner.args[0] ?? UNDEFINED, path: machine.path }); return UNDEFINED; });
    const reject = native('reject', (machine, inner) => { machine.throw(inner.args[0] ?? UNDEFINED, inner.site); return UNDEFINED; });
    m.call(executor, [resolve, reject], { site: call.site });
    if (ways.length === 0) return m.alive ? hole('a promise', call.site, [executor]) : UNDEFINED;
    m.path = joinAll(ways.map(way => way.path));
    m.alive = true;
    return joined(ways);
  }, [
    ['resolve', first], ['all', first], ['allSettled', first], ['any', first], ['race', first],
    ['reject', native('Promise.reject', (m, call) => { m.throw(call.args[0] ?? UNDEFINED, call.site); return UNDEFINED; })],
  ]);
}
