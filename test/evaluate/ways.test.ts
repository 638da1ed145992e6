import { describe, expect, it } from 'vitest';
import type { Condition, Path } from '../../server/src/evaluate/path';
import { always, both, conditionsOf, extend, given, joined, joinPaths, waysOf } from '../../server/src/evaluate/path';
import type { Value } from '../../server/src/evaluate/value';
import { derived, lit, object, UNDEFINED } from '../../server/src/evaluate/value';
import { programOf, UNKNOWN } from '../harness/program';

const test = (name: string, taken = true): Condition => ({ kind: 'branch', test: derived(name, []), taken, site: { file: 'a.ts', unit: '', n: 0 } });
const names = (path: Path): string[] => conditionsOf(path).map(one => one.kind === 'branch' && one.test.t === 'sym' && one.test.op === 'derived' ? `${one.taken ? '' : '!'}${one.test.name}` : one.kind);
const has = (path: Path, name: string): boolean => always(path, one => one.kind === 'branch' && one.test.t === 'sym' && one.test.op === 'derived' && one.test.name === name);

describe('paths', () => {
  const start = extend(null, test('start'));
  const yes = extend(start, test('user'));
  const no = extend(start, test('user', false));

  it('knows what holds on every way', () => {
    const met = joinPaths(extend(yes, test('a')), extend(no, test('a')));
    expect([has(met, 'start'), has(met, 'a'), has(met, 'b')]).toEqual([true, true, false]);
    expect(names(met).sort()).toEqual(['!user', 'a', 'a', 'start', 'user']);
  });

  it('takes over what holds on the path of a value', () => {
    const here = extend(joinPaths(yes, no), test('later'));
    expect(has(here, 'user')).toBe(true);
    const condition = (path: Path): boolean => always(path, one => one.kind === 'branch' && one.test.t === 'sym' && one.test.op === 'derived' && one.test.name === 'user' && one.taken);
    expect(condition(here)).toBe(false);
    expect(condition(both(here, yes))).toBe(true);
    expect(condition(both(here, no))).toBe(false);
    expect(both(yes, start)).toBe(yes);
    expect(both(start, yes)).toBe(yes);
  });

  it('a test of a joined value tells which way was gone', () => {
    const value = joined([{ value: object(), path: yes }, { value: UNDEFINED, path: no }]);
    const here = joinPaths(yes, no);
    const site = { file: 'a.ts', unit: '', n: 1 };
    const good = (path: Path): boolean => always(path, one => one.kind === 'branch' && one.test.t === 'sym' && one.test.op === 'derived' && one.test.name === 'user' && one.taken);
    expect(good(given(here, { kind: 'branch', test: value, taken: true, site }))).toBe(true);
    expect(good(given(here, { kind: 'branch', test: value, taken: false, site }))).toBe(false);
  });

  it('takes values apart by their ways, however they are nested', () => {
    const inner = joined([{ value: lit(1), path: extend(yes, test('x')) }, { value: lit(2), path: extend(yes, test('x', false)) }]);
    const outer = joined([{ value: inner, path: yes }, { value: lit(3), path: no }]);
    const ways = waysOf(outer, null);
    expect(ways.map(way => way.value)).toEqual([lit(1), lit(2), lit(3)]);
    expect(ways.map(way => names(way.path))).toEqual([['x', 'user', 'start'], ['!x', 'user', 'start'], ['!user', 'start']]);
  });

  it('keeps a known way of a join, however much came along it', () => {
    let long: Path = yes;
    for (let i = 0; i < 100; i++) long = extend(joinPaths(extend(long, test(`l${i}`)), extend(long, test(`r${i}`))), test(`m${i}`));
    const here = extend(extend(joinPaths(long, no), test('later')), test('latest'));
    const user = (path: Path): boolean => always(path, one => one.kind === 'branch' && one.test.t === 'sym' && one.test.op === 'derived' && one.test.name === 'user' && one.taken);
    expect(user(here)).toBe(false);
    expect(user(both(here, long))).toBe(true);
    expect(user(both(here, no))).toBe(false);
    expect([has(both(here, long), 'm5'), has(both(here, long), 'later'), has(both(here, long), 'latest')]).toEqual([true, true, true]);
    // A way that was joined itself, inside of a larger join.
    const other = extend(no, test('other'));
    const nested = extend(joinPaths(joinPaths(long, no), other), test('later'));
    expect(user(both(nested, long))).toBe(true);
    expect(user(both(nested, joinPaths(long, other)))).toBe(false);
    expect(has(both(nested, joinPaths(long, extend(long, test('x')))), 'later')).toBe(true);
  });

  it('does not grow with the conditions that a value brings along', () => {
    let long: Path = yes;
    for (let i = 0; i < 5000; i++) long = joinPaths(extend(long, test(`l${i}`)), extend(long, test(`r${i}`)));
    expect(conditionsOf(both(extend(no, test('b')), long)).length).toBeLessThan(200);
    expect(has(both(extend(no, test('b')), extend(long, test('sure'))), 'sure')).toBe(true);
  });
});

/** What `probe(value)` was called with, and whether the session test holds on every way there. */
function probes(code: string): readonly { readonly value: unknown; readonly guarded: boolean }[] {
  const ran = programOf({ 'a.ts': `${code}\nexport default main;` });
  const main = ran.value('a.ts');
  const out: { value: unknown; guarded: boolean }[] = [];
  const m = ran.program.machine;
  const isSession = (v: Value): boolean => v.t === 'sym' && v.op === 'global' && v.name === 'session';
  m.isolated(() => {
    m.call(main, [{ t: 'native', name: 'probe', props: new Map(), call: (_m, call) => {
      const [value = UNDEFINED] = call.args;
      out.push({
        value: value.t === 'lit' ? value.v : value.t,
        guarded: always(m.path, one => one.kind === 'branch' && ((isSession(one.test) && one.taken)
          || (one.test.t === 'sym' && one.test.op === 'derived' && one.test.name === '!' && one.test.from[0] !== undefined && isSession(one.test.from[0]) && !one.taken))),
      });
      return UNDEFINED;
    } }]);
  });
  return out;
}

describe('results of helpers carry their conditions', () => {
  it('a refusal that is returned and tested', () => {
    expect(probes(`
      function check() { if (!session) return { status: 401 }; }
      function main(probe) { const denied = check(); if (denied) return denied; probe('in'); }`)).toEqual([{ value: 'in', guarded: true }]);
  });
  it('a result object with an error', () => {
    expect(probes(`
      async function check() { if (!session) return { error: 'no' }; return { user: 1 }; }
      async function main(probe) { const { error, user } = await check(); if (error) return; probe('in'); }`)).toEqual([{ value: 'in', guarded: true }]);
    expect(probes(`
      async function check() { if (!session) return { ok: false }; return { ok: true, user: 1 }; }
      async function main(probe) { const result = await check(); if (!result.ok) return; probe(result.user); }`)).toEqual([{ value: 1, guarded: true }]);
  });
  it('a value that may be missing', () => {
    expect(probes(`
      const user = () => session ? { id: 1 } : null;
      function main(probe) { const u = user(); if (!u?.id) return; probe(u.id); }`)).toEqual([{ value: 1, guarded: true }]);
  });
  it('a flag that was set in a branch', () => {
    expect(probes(`
      function main(probe) { let ok = false; if (session) ok = true; if (!ok) return; probe('in'); }`)).toEqual([{ value: 'in', guarded: true }]);
  });
  it('says nothing where the helper does not tell', () => {
    expect(probes(`
      function check() { if (!session) return { status: 401 }; }
      function main(probe) { const denied = check(); probe('in'); }`)).toEqual([{ value: 'in', guarded: false }]);
    expect(probes(`
      function check() { if (other) return { status: 401 }; }
      function main(probe) { if (check()) return; probe('in'); }`)).toEqual([{ value: 'in', guarded: false }]);
  });
});

describe('narrowing', () => {
  const value = (code: string): unknown => programOf({ 'a.ts': code }).plain('a.ts');
  it('keeps the alternatives that go the way of the test', () => {
    expect(value('const x = a ? 1 : undefined; let y; if (x) y = x; else y = "none"; export default y;')).toEqual({ union: [1, 'none'] });
    expect(value('const x = a ? { k: 1 } : null; export default x !== null ? x.k : "none";')).toEqual({ union: [1, 'none'] });
    expect(value('const x = a ? { ok: true, v: 1 } : { ok: false, e: 2 }; export default x.ok ? x.v : x.e;')).toEqual({ union: [1, 2] });
    expect(value('const x = a ? "s" : 5; export default typeof x === "string" ? x : "n";')).toEqual({ union: ['s', 'n'] });
    expect(value('class A { k = 1 } const x = a ? new A() : { k: 2 }; export default x instanceof A ? x.k : 0;')).toEqual({ union: [1, 0] });
  });
  it('is over where the branch is over', () => {
    expect(value('let x = a ? 1 : undefined; if (x) { x; } export default [x];')).toEqual([{ union: [1, undefined] }]);
  });
  it('a missing value stays possible behind ?.', () => {
    expect(value('const x = a ? { k: { l: 1 } } : null; export default [x?.k.l];')).toEqual([{ union: [1, undefined] }]);
  });
});

describe('instances', () => {
  const value = (code: string): unknown => programOf({ 'a.ts': code }).plain('a.ts');
  it('of classes of the workspace, of libraries and of the language', () => {
    expect(value(`import { ZodError, HttpError } from 'lib'; import * as lib from 'lib';
      class A extends Error {} class B extends HttpError {} class C {} class D extends B {}
      export default [new A() instanceof A, new A() instanceof Error, new A() instanceof C, new A() instanceof ZodError, new B() instanceof HttpError, new B() instanceof lib.HttpError,
        new D() instanceof B, new D() instanceof HttpError, new C() instanceof ZodError, new B() instanceof C, 'x' instanceof ZodError, null instanceof C];`))
      .toEqual([true, true, false, false, true, true, true, true, false, false, false, false]);
    expect(value("import { ZodError, HttpError } from 'lib'; class B extends HttpError {} export default [new B() instanceof ZodError, unknown instanceof B];")).toEqual([UNKNOWN, UNKNOWN]);
  });
});

describe('what is caught', () => {
  it('knows where it was thrown', () => {
    expect(probes(`class E extends Error { constructor(code) { super(); this.code = code; } }
      const statuses = { no: 401, bad: 400 };
      function main(probe) { try { if (!session) throw new E('no'); throw new E('bad'); } catch (e) { const s = statuses[e.code]; if (s === 400) probe('bad'); if (s === 401) probe('no'); } }`))
      .toEqual([{ value: 'bad', guarded: true }, { value: 'no', guarded: false }]);
  });
});
