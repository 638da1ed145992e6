import { describe, expect, it } from 'vitest';
import { lower, one, top } from './lower';

describe('expressions', () => {
  it.each([
    // Literals
    ["'a'", '"a"'], ['`a`', '"a"'], ['1_000', '1000'], ['0x10', '16'], ['1e999', 'Infinity'], ['10n', 'big 10n'], ['true', 'true'], ['null', 'null'],
    ['/a\\/b/gi', '/a\\/b/gi'], ['undefined', 'undefined'], ['void 0', 'undefined'],
    ['`/v${major}/users/${id}`', '`/v${major}/users/${id}`'], ['sql`a ${b}`', 'sql`a ${b}`'], ['sql`a`', 'sql`a`'],
    // Access
    ['a.b.c', 'a.b.c'], ["a['b']", 'a.b'], ['a[0]', 'a[0]'], ['a[b]', 'a[b]'], ['a?.b', 'a?.b'], ['a?.[b]', 'a?.[b]'], ['a?.(b)', 'a?.(b)'], ['this.#db', 'this.#db'],
    // Calls
    ['f(a, ...b)', 'f(a, ...b)'], ['f<User, string[]>(a)', 'f<User, string[]>(a)'], ['new C(a)', 'new C(a)'], ['new C', 'new C()'],
    ["import('./x')", 'import("./x")'], ["require('./x')", 'require("./x")'],
    // What says nothing about a value
    ['a!', 'a'], ['((a))', 'a'], ['a satisfies B', 'a'], ['a as const', 'a'], ['<const>a', 'a'], ['a!.b', 'a.b'],
    ['req.body as CreateUser', '<CreateUser>req.body'], ['<CreateUser>req.body', '<CreateUser>req.body'],
    // Operators
    ['a + b * c', '(a + (b * c))'], ['a && b || c', '((a && b) || c)'], ['a ?? b', '(a ?? b)'], ['a === b', '(a === b)'], ["'a' in b", '("a" in b)'], ['#a in b', '("#a" in b)'],
    ['a instanceof B', '(a instanceof B)'], ['!a', '(! a)'], ['-1', '(- 1)'], ['typeof a', '(typeof a)'], ['void f()', '(void f())'], ['delete a.b', '(delete a.b)'],
    ['a ? b : c', '(a ? b : c)'], ['a, b, c', '(a, b, c)'], ['i++', 'i++'], ['--i', '--i'], ['await a', 'await a'],
    // Assignments
    ['a = b', 'a = b'], ['a.b = c', 'a.b = c'], ['a += b', 'a += b'], ['a ??= b', 'a ??= b'], ['a >>>= b', 'a >>>= b'], ['(a as any).b = c', '<any>a.b = c'],
    ['[a, , b.c = 1, ...d] = e', '[a, , b.c = 1, ...d] = e'],
    ['{ a, b: c.d, e = 1, [f]: g, ...h } = i', '{ "a": a, "b": c.d, "e": e = 1, [f]: g, ...h } = i'],
    // Collections
    ['[a, , ...b]', '[a, undefined, ...b]'],
    ["{ a, b: 1, 'c-d': 2, 3: 4, [e]: 5, ['f']: 6, ...g }", '{ "a": a, "b": 1, "c-d": 2, "3": 4, [e]: 5, "f": 6, ...g }'],
    ['{ m() {}, get x() { return 1; }, set x(v) {} }', '{ "m": fn#0, get "x": fn#1, set "x": fn#2 }'],
    // Functions, classes, meta
    ['() => 1', 'fn#0'], ['function () {}', 'fn#0'], ['class extends B {}', 'class - extends B {  }'], ['import.meta.url', 'import.meta.url'], ['new.target', 'new.target'],
  ])('lowers %s', (source, printed) => {
    expect(one(source)).toBe(printed);
  });

  it('keeps JSX opaque', () => {
    expect(one('<a href={b}>c</a>', 'a.tsx')).toBe('?JSX?');
    expect(one('<A />', 'a.jsx')).toBe('?JSX?');
    expect(one('<></>', 'a.js')).toBe('?JSX?');
  });

  it('says what is unfinished', () => {
    expect(top('req.')).toEqual(['?unfinished code?;']);
    expect(top('app.get(\'/x\', ')).toEqual(['app.get("/x");']);
    expect(top('const a = ;')).toEqual(['const a = ?unfinished code?;']);
  });

  it('gives every node an ordinal whose span is its text', () => {
    const text = 'const a = 1;\n/* c */ router.get( "/x" , h );';
    const unit = lower(text).units[''];
    const call = unit?.body[1];
    if (call?.k !== 'expr' || call.e.k !== 'call') throw new Error('not a call');
    const textOf = (n: number): string => text.slice(unit?.spans[2 * n], unit?.spans[2 * n + 1]);
    expect(textOf(call.n)).toBe('router.get( "/x" , h );');
    expect(textOf(call.e.n)).toBe('router.get( "/x" , h )');
    expect(textOf(call.e.callee.n)).toBe('router.get');
    expect(call.e.args.map((arg) => textOf(arg.n))).toEqual(['"/x"', 'h']);
  });

  it('stops at a fixed depth, not at the end of the stack', () => {
    const chain = `a${'.b()'.repeat(2_000)}`;
    expect(one(chain)).toMatch(/^\?code nested too deeply\?(\.b\(\))*\.b\(\)$/);
    const sum = Array.from({ length: 5_000 }, (_, i) => `a${i}`).join(' + ');
    expect(one(sum)).toMatch(/^\(+\?code nested too deeply\? \+ \?code nested too deeply\?\) \+ a4\d+\).* \+ a4999\)$/);
    expect(JSON.parse(JSON.stringify(lower(`x = ${sum}`)))).toEqual(lower(`x = ${sum}`));
  });
});
