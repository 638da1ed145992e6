import { describe, expect, it } from 'vitest';
import { programOf, UNKNOWN, type Ran } from '../harness/program';

/** Evaluates a module within a time that only a runaway evaluation exceeds. */
function quickly(code: string, name = 'default'): unknown {
  const start = performance.now();
  const ran: Ran = programOf({ 'a.ts': code });
  const value = ran.plain('a.ts', name);
  expect(performance.now() - start, code.slice(0, 80)).toBeLessThan(6000);
  return value;
}

describe('everything ends', () => {
  it.each([
    ['an endless loop', 'let n = 0; while (true) { n++; } export default 1;'],
    ['an endless for', 'for (;;) {} export default 1;'],
    ['an endless loop with an unknown exit', 'while (true) { if (unknown()) break; } export default 1;'],
    ['endless recursion', 'const f = (n) => f(n + 1); f(0); export default 1;'],
    ['recursion that branches', 'const f = n => n > 60 ? 1 : f(n + 1) + f(n + 2); f(0); export default 1;'],
    ['mutual recursion', 'const f = n => g(n), g = n => h(n), h = n => f(n); f(unknown); export default 1;'],
    ['deep nesting of loops', 'for (let a = 0; a < 999; a++) for (let b = 0; b < 999; b++) for (let c = 0; c < 999; c++) for (let d = 0; d < 999; d++) a + b; export default 1;'],
    ['a huge list', 'const l = []; for (let i = 0; i < 1e9; i++) l.push(i); export default 1;'],
    ['doubling lists', 'let l = [1]; for (let i = 0; i < 64; i++) l = [...l, ...l]; export default 1;'],
    ['doubling texts', 'let s = "x"; for (let i = 0; i < 64; i++) s += s; export default 1;'],
    ['doubling objects', 'let o = {}; for (let i = 0; i < 200; i++) o = { a: o, b: o, ...o }; export default 1;'],
    ['doubling unions', 'let v = 0; for (let i = 0; i < 60; i++) v = unknown() ? v + 1 : v * 2; export default 1;'],
    ['many branches one after the other', `let n = 0; ${'if (unknown()) n = n + 1; else n = n - 1; '.repeat(400)} export default 1;`],
    ['branches within branches', `${'if (unknown()) { '.repeat(60)}${'}'.repeat(60)} export default 1;`],
    ['callbacks that call back', 'const f = cb => { lib(f); lib(cb); cb(cb); }; f(f); export default 1;'],
    ['cyclic data', 'const a = { n: 1 }; a.self = a; const l = [a]; l.push(l); JSON.stringify(a); Object.entries(a).flat(Infinity); [...l]; structuredClone(a); String(l); export default 1;'],
    ['flattening a cycle', 'const l = [1]; l.push(l); const x = l.flat(Infinity); export default 1;'],
    ['a class that extends itself', 'class A extends A { x = 1 } new A(); export default 1;'],
    ['classes that extend each other', 'let B = class {}; class A extends B {} B = class extends A {}; new B().x; export default 1;'],
    ['a getter that reads itself', 'const o = { get x() { return this.x; } }; o.x; export default 1;'],
    ['a setter that sets itself', 'const o = { set x(v) { this.x = v; } }; o.x = 1; export default 1;'],
    ['a proxy of itself', 'const p = new Proxy({}, { get: (t, k, r) => r[k] }); p.a.b.c; export default 1;'],
    ['a dangerous pattern', `export default 1; "${'a'.repeat(60)}".match(/^(a+)+$/); /(x+x+)+y/.test("${'x'.repeat(60)}"); "${'a'.repeat(60)}".replace(/(a|a)*b/, "");`],
    ['a long chain of calls', `const f0 = x => x; ${Array.from({ length: 200 }, (_, i) => `const f${i + 1} = x => f${i}(x);`).join(' ')} f200(1); export default 1;`],
    ['a generator without end', 'function* g() { let i = 0; while (true) yield i++; } const [a] = g(); for (const x of g()) { if (x > 3) break; } export default 1;'],
    ['array methods that grow their list', 'const l = [1]; l.forEach(x => l.push(x)); for (const x of l) l.push(x); l.map(() => l.push(1)); export default 1;'],
  ])('%s', (_name, code) => {
    expect(quickly(code)).toBe(1);
  });

  it('what is not followed to its end is not known', () => {
    expect(quickly('const f = n => f(n + 1); export default f(0);')).toBe(UNKNOWN);
    expect(quickly('const f = n => n === 0 ? "end" : f(n - 1); export default f(5000);')).toBe(UNKNOWN);
  });

  it('a costly helper leaves steps for the rest', () => {
    expect(quickly('const burn = n => { for (let i = 0; i < 250; i++) for (let j = 0; j < 250; j++) for (let k = 0; k < 250; k++) n = k; return n; }; burn(1); burn(2); const after = () => "still here"; export default after();')).toBe('still here');
  });
});

describe('texts of many alternatives', () => {
  it('are not multiplied out', () => {
    const keys = Array.from({ length: 300 }, (_, i) => `'KEY_${i}'`).join();
    quickly(`const clean = (v) => v.search(/x/) === -1 ? v : v.substring(0, 1);
      const kept = {};
      for (const key of [${keys}]) { const v = process.env[key] || null; if (!v) continue; kept[key] = v; }
      export default Object.entries(kept).map(([key, v]) => \`\${key}='\${clean(v)}'\`).join('\\n');`);
    quickly(`let text = ''; for (const key of [${keys}]) text += process.env[key] ? 'on' : 'off'; export default text;`);
    quickly(`export default [${keys}].map((key) => process.env[key] ? 'on' : 'off').join('-');`);
  });

  it('are, while they are few', () => {
    expect(quickly("const at = process.env.A ? 'a' : 'b'; const sub = process.env.B ? 'c' : 'd'; export default [`/${at}/${sub}`].map((path) => path.length)[0];")).toBe(4);
  });
});

describe('hostile names', () => {
  const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'valueOf', 'prototype', 'then', 'length', 'name', 'isPrototypeOf', '__defineGetter__'];

  it.each(names)('%s as a variable, property, export, class member, type and unit', name => {
    const code = `
      export const o = { ${name}: 1, ['${name}']: 2, nested: { '${name}': 3 } };
      export function f(${name === '__proto__' ? 'p' : name}) { return ${name === '__proto__' ? 'p' : name}; }
      export class C { ${name === 'constructor' ? 'x' : name}() { return 4; } static ['${name}2'] = 5; }
      interface I { ${name}: string }
      type ${name === '__proto__' ? 'P' : name}T = I;
      const { ${name}: got, ...rest } = o;
      const list = [1]; const found = list['${name}']; const text = 'abc'['${name}']; const num = (5)['${name}'];
      process.env.${name}; process.env['${name}'] ?? 'x'; Math.${name}; JSON.${name}; new Map().${name}; new Set().${name}; Promise.${name}; Object.${name}; console.${name}; /x/.${name}; (() => 1).${name};
      unknownName.${name}.${name}(); new Map([['${name}', 1]]).get('${name}'); Object.fromEntries([['${name}', 1]]);
      export default [got, f(7), o.nested['${name}']];`;
    const value = quickly(code);
    expect(Array.isArray(value) ? value[1] : value).toBe(7);
  });

  it('the names of the configuration do not reach prototypes', () => {
    const ran = programOf({ 'a.ts': 'export default [process.env.constructor, process.env.__proto__, process.env.toString];' }, { config: { assume: {} } });
    expect(ran.plain('a.ts')).toEqual([UNKNOWN, UNKNOWN, UNKNOWN]);
  });

  it('text methods that do not exist are not called', () => {
    expect(quickly('export default ["a".constructor("b"), "a".hasOwnProperty("b"), [1].constructor, "a".__defineGetter__, "x".anchor("y")].length;')).toBe(5);
  });
});

describe('half-typed code', () => {
  it.each(['export default', 'export default {', 'const x = ; export default 1', 'class { ', 'export default [1, ', 'import { from "./x"', 'function f( {', 'export default `${', 'a.?.b; export default a.;', 'switch (x) { case', 'try { ', 'for (const of', '({ get }', 'new ', 'x ??= ;', 'enum E { A = ', 'namespace N { export', '@dec class', 'yield', 'await', '<T>', 'label:', 'break;', 'continue foo;', 'return 5', 'super()', 'this.#p', 'export { x as', 'export * as'])('%s', code => {
    expect(() => programOf({ 'a.ts': code, 'a.js': code, 'a.tsx': code })).not.toThrow();
  });
});
