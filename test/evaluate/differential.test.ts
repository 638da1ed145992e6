import { describe, expect, it } from 'vitest';
import { UNKNOWN } from '../harness/program';
import { inferred, really } from './differential';

/** Expressions whose value must be exactly what JavaScript gives. */
const expressions: Readonly<Record<string, readonly string[]>> = {
  'literals and operators': [
    '1', '-1', '1.5', '"a"', "'it\\'s'", 'true', 'null', 'undefined', '[]', '({})', '[1, "a", null, undefined]', '({ a: 1, "b-c": 2, 3: 4 })', '0x1f', '1_000',
    '1 + 2', '"a" + 1', '1 + "a"', '1 + 2 + "3"', '"3" + 1 + 2', '2 * 3 - 4 / 2', '7 % 3', '2 ** 10', '1 < 2', '"a" < "b"', '"10" < "9"', '10 < 9', '2 <= 2', '3 > "2"', 'null >= 0', 'undefined == null', 'undefined === null',
    '1 == "1"', '1 === "1"', '0 == false', '"" == 0', 'null == 0', 'NaN === NaN', '1 & 3', '1 | 6', '5 ^ 1', '~5', '1 << 4', '-8 >> 1', '-8 >>> 28', '!0', '!!"a"', '!""', '+"12"', '-"3"', '+true', '+null', 'typeof 1', 'typeof "a"', 'typeof undefined', 'typeof null', 'typeof []', 'typeof (() => 1)', 'typeof class {}', 'void 0',
    '1 && 2', '0 && 2', '1 || 2', '0 || 2', '"" || "x"', 'null ?? 1', '0 ?? 1', 'undefined ?? null', '1 ? 2 : 3', '"" ? 2 : 3', '(1, 2)', '"a" in { a: 1 }', '"b" in { a: 1 }', '0 in [1]', '3 in [1]', 'true + 1', 'null + 1', 'undefined + 1', '[] + 1', '[1, 2] + ""', '({}) + ""', 'true + "a"', 'null + "a"', '"a" * 1', '[1,2].length', '"abc".length',
    '"b" > "a" && 1 !== 2', '!(1 > 2)', '-0', '0.1 + 0.2', '1 / 0', '-1 / 0', '5 / 2 | 0', '`a`', '`a${1}b${"c"}`', '`${true}${null}${undefined}`', '`${[1, 2]}`', '`\\n\\t`', '`a${`b${1}`}`',
  ],
  texts: [
    '"Abc".toLowerCase()', '"Abc".toUpperCase()', '"  a ".trim()', '" a ".trimStart()', '" a ".trimEnd()', '"abc".slice(1)', '"abc".slice(-2)', '"abc".slice(0, -1)', '"abc".slice(5)', '"abc".substring(2, 0)', '"abc".substring(1)', '"abcdef".substr(1, 2)', '"abc".charAt(1)', '"abc".charAt(9)', '"abc".charCodeAt(0)', '"abc"[1]', '"abc"[9]', '"abc".at(-1)', '"abc".at(9)',
    '"abc".startsWith("ab")', '"abc".startsWith("b", 1)', '"abc".endsWith("bc")', '"abc".endsWith("b", 2)', '"abc".includes("b")', '"abc".includes("a", 1)', '"abcb".indexOf("b")', '"abcb".indexOf("b", 2)', '"abcb".lastIndexOf("b")', '"abc".indexOf("x")', '"a,b,c".split(",")', '"abc".split("")', '"abc".split()', '"a,b,c".split(",", 2)', '"a1b2".split(/\\d/)', '"a".repeat(3)', '"a".repeat(0)', '"5".padStart(3, "0")', '"5".padEnd(3)', '"abc".concat("d", 1)',
    '"a-b-c".replace("-", "+")', '"a-b-c".replaceAll("-", "+")', '"a-b-c".replace(/-/g, "")', '"a-b".replace("-", "$&$&")', '"aXbX".replace(/x/i, "y")', '"users/:id".replace(/:(\\w+)/, "{$1}")', '"abc".replace("b", m => m.toUpperCase())', '"abc".replace(/[ac]/g, m => m + m)', '"foo-bar-baz".replace(/-(\\w)/g, (_, c) => c.toUpperCase())', '"abc".replace("x", "y")', '"a.b".replace(".", "")', '[..."abc"]', '"abc".toString()', '"a" + "b".toUpperCase()', '"a\\nb".split("\\n")', '"x".codePointAt(0)', '"abc".match(/b/)?.[0]', '/b/.test("abc")', '/x/.test("abc")', '/^\\/api/.test("/api/users")', '"abc".search(/c/)', '"a b".split(" ").map(w => w.toUpperCase()).join("")', 'String(1)', 'String(null)', 'String(true)', 'String([1,2])', 'Number("12")', 'Number("x")', 'Number("")', 'Number()', 'String()', 'Boolean("")', 'Boolean("a")', 'Boolean()', 'parseInt("12px")', 'parseInt("ff", 16)', 'parseFloat("1.5x")', 'parseInt("x")', 'Number.isInteger(5)', 'Number.isInteger(5.5)', 'Number.isNaN(NaN)', 'isNaN("x")', '(5).toString()', '(255).toString(16)', '(1.005).toFixed(2)', 'encodeURIComponent("a b&c")', 'decodeURIComponent("a%20b")', 'true.toString()', 'Math.max(1, 3, 2)', 'Math.min(1, 2)', 'Math.floor(1.7)', 'Math.ceil(1.2)', 'Math.abs(-2)', 'Math.round(1.5)', 'Math.PI > 3',
  ],
  lists: [
    '[1, 2, 3].map(x => x * 2)', '[1, 2, 3].map((x, i) => x * i)', '[1, 2, 3].filter(x => x > 1)', '[1, 2, 3].find(x => x > 1)', '[1, 2, 3].find(x => x > 9)', '[1, 2, 3].findLast(x => x < 3)', '[1, 2, 3].findIndex(x => x > 1)', '[1, 2, 3].findIndex(x => x > 9)', '[1, 2, 3].findLastIndex(x => x < 3)', '[1, 2].some(x => x > 1)', '[1, 2].every(x => x > 1)', '[].every(x => x)', '[].some(x => x)', '[1, 2, 3].reduce((a, b) => a + b)', '[1, 2, 3].reduce((a, b) => a + b, 10)', '[1, 2, 3].reduceRight((a, b) => a + "-" + b)', '["a", "b"].reduce((o, k) => ({ ...o, [k]: k + k }), {})', '[1, 2].includes(2)', '[1, 2].includes("2")', '[NaN].includes(NaN)', '[1, 2, 1].indexOf(1)', '[1, 2, 1].lastIndexOf(1)', '[1, 2].indexOf(9)',
    '[1, 2, 3].slice(1)', '[1, 2, 3].slice(-1)', '[1, 2, 3].slice(0, 2)', '[1, 2].concat([3], 4)', '[1, [2, [3]]].flat()', '[1, [2, [3]]].flat(Infinity)', '[1, 2].flatMap(x => [x, x])', '[1, 2].join()', '[1, 2].join("-")', '[1, null, undefined, "a"].join("-")', '[[1, 2], 3].join(";")', '[].join()', '[3, 1, 2].sort()', '[10, 9, 1].sort()', '[3, 1, 2].sort((a, b) => a - b)', '["b", "a"].sort()', '[3, 1, 2].toSorted()', '[1, 2, 3].reverse()', '[1, 2, 3].toReversed()', '[1, 2, 3].with(1, 9)', '[1, 2, 3].at(-1)', '[1, 2, 3].at(5)', '[...[1, 2], 3, ...[]]', '[...new Set([1, 1, 2])]', '[...new Map([["a", 1]])]', '[...[1, 2].entries()]', '[...["a"].keys()]', '[...["a"].values()]', 'Array.from("ab")', 'Array.from([1, 2], x => x + 1)', 'Array.from({ length: 3 }, (_, i) => i)', 'Array.of(1, 2)', 'Array.isArray([])', 'Array.isArray({})', 'new Array(1, 2)', 'Array(3).fill(0)', 'new Array(2).length', '[1, 2, 3].length', '[1, 2, 3][1]', '[1][5]', '[,1].length', 'Math.max(...[1, 5, 3])', '[1, 2, 3].fill(0, 1)', '[[1, "a"], [2, "b"]].map(([n, s]) => s + n)', '["x"].forEach(x => x)', '[1, 2, 3, 4].splice(1, 2)', '[1, 2].toString()', '[5, 1, 4].toSorted((a, b) => b - a)',
  ],
  objects: [
    '({ a: 1 }).a', '({ a: 1 })["a"]', '({ a: 1 }).b', '({ a: { b: 2 } }).a.b', '({ a: null })?.a?.b', '({ ["x" + 1]: 2 })', '({ ...{ a: 1 }, b: 2 })', '({ a: 1, ...{ a: 2 } })', '({ ...{ a: 2 }, a: 1 })', '({ ...null, ...undefined, ...false })', '({ ..."ab" })', '({ ...[1, 2] })', 'Object.keys({ a: 1, b: 2 })', 'Object.values({ a: 1, b: 2 })', 'Object.entries({ a: 1 })', 'Object.fromEntries([["a", 1], ["b", 2]])', 'Object.fromEntries(Object.entries({ a: 1, b: 2 }).map(([k, v]) => [k + k, v * 2]))', 'Object.fromEntries(new Map([["a", 1]]))', 'Object.assign({}, { a: 1 }, { b: 2 })', 'Object.assign({ a: 1 }, null, { a: 2 })', 'Object.freeze({ a: 1 })', 'Object.keys([4, 5])', 'Object.entries("ab")', 'Object.keys("ab")',
    '({ get a() { return 1; } }).a', '({ a: 1, get b() { return this.a + 1; } }).b', '({ f() { return 1; } }).f()', '({ a: 2, f() { return this.a; } }).f()', '"a" in { a: undefined }', '({ a: 1 }).hasOwnProperty("a")', 'Object.hasOwn({ a: 1 }, "b")', 'Object.is(1, 1)', 'Object.is(NaN, NaN)', 'JSON.stringify({ a: 1, b: [1, null, undefined], c: undefined })', 'JSON.stringify("a")', 'JSON.parse("{\\"a\\":[1,2]}")', 'JSON.parse(JSON.stringify({ a: { b: 1 } }))', 'structuredClone({ a: 1 })', 'new Map([["a", 1]]).get("a")', 'new Map([["a", 1]]).get("b")', 'new Map([["a", 1]]).has("a")', 'new Map([["a", 1], ["b", 2]]).size', '[...new Map([["a", 1]]).keys()]', '[...new Map([["a", 1]]).values()]', '[...new Map([["a", 1]]).entries()]', 'new Set([1, 2]).has(2)', 'new Set([1, 2]).size', '[...new Set([1, 2]).values()]', '[..."aab"].filter((c, i, all) => all.indexOf(c) === i)', 'Object.getOwnPropertyNames({ a: 1 })', 'Object.entries({ a: 1, b: 2 }).flat()', 'new Map([[1, "n"], ["1", "s"]]).get("1")', 'new Set(["1", 1]).size',
    '({ 2: "b", 1: "a", x: 0 })', '(({ a, ...rest }) => rest)({ a: 1, b: 2, c: 3 })', '(({ a = 5, b: { c } = { c: 1 } }) => [a, c])({})', '(([a, , b = 3, ...r]) => [a, b, r])([1, 2, undefined, 4, 5])', '((a, b = a + 1) => [a, b])(1)', '((...all) => all.length)(1, 2, 3)', '(function () { return arguments.length; })(1, 2)', '((a, b) => b)(...[1, 2])', '(f => f(2))(x => x * 2)', '(() => ({ a: 1 }))()', '(() => { })()', '(x => y => x + y)(1)(2)', '({ a: 1, b: { c: [1, { d: 2 }] } }).b.c[1].d', '({ async f() { return 1; } }).g?.()', '({ f: null }).f?.()', 'undefined?.a.b.c', 'null?.[0]', '(a => a?.b?.())({ b: () => 7 })',
  ],
};

describe('expressions are what JavaScript makes of them', () => {
  for (const [name, all] of Object.entries(expressions)) it.each(all)(`${name}: %s`, expression => {
    const code = `export default ${/^(class|function|async)\b/.test(expression) ? `(${expression})` : expression};`;
    expect(inferred(code)).toEqual(really(code));
  });
});

/** Programs: the value of `out` at the end. */
const programs: Readonly<Record<string, string>> = {
  'closures keep their variables': 'const make = () => { let n = 0; return () => ++n; }; const a = make(), b = make(); a(); a(); b(); out = [a(), b()];',
  'a closure sees a later value': 'let x = 1; const f = () => x; x = 2; out = f();',
  'hoisted functions': 'out = f(); function f() { return g(); } function g() { return 5; }',
  'functions in blocks': '{ function f() { return 1; } out = f(); }',
  'var in blocks': 'if (true) { var x = 1; } for (var i = 0; i < 3; i++) {} out = [x, i];',
  'let in blocks': 'let x = 1; { let x = 2; } out = x;',
  'loop closures': 'const fs = []; for (let i = 0; i < 3; i++) fs.push(() => i); out = fs.map(f => f());',
  'for of closures': 'const fs = []; for (const x of [1, 2]) fs.push(() => x); out = fs.map(f => f());',
  'default parameters': 'function f(a, b = a * 2, { c = 3, d } = {}) { return [a, b, c, d]; } out = [f(1), f(1, 5, { d: 9 }), f(1, undefined)];',
  'rest and spread': 'function f(first, ...rest) { return [first, rest]; } out = f(...[1, 2], 3);',
  'destructuring assignment': 'let a, b, o = {}; [a, b] = [1, 2]; [a, b] = [b, a]; ({ x: o.y, ...o.rest } = { x: 1, z: 2 }); out = [a, b, o];',
  'nested destructuring': 'const { a: { b: [, second] }, missing = "d" } = { a: { b: [1, 2] } }; out = [second, missing];',
  'computed destructuring': 'const key = "k"; const { [key]: value } = { k: 3 }; out = value;',
  'null is no default': 'const { a = 1, b = 2 } = { a: null, b: undefined }; out = [a, b];',
  'classes': 'class A { x = 1; constructor(y) { this.y = y; } sum() { return this.x + this.y; } get double() { return this.sum() * 2; } static make() { return new A(5); } static count = 3; } const a = A.make(); out = [a.sum(), a.double, A.count];',
  'inheritance': 'class A { constructor(n) { this.n = n; } hi() { return "A" + this.n; } static s() { return "sA"; } } class B extends A { constructor() { super(7); this.m = 1; } hi() { return "B" + super.hi(); } static s() { return "sB" + super.s(); } } class C extends B {} const c = new C(); out = [c.hi(), c.n, c.m, C.s(), c instanceof A, c instanceof B];',
  'template method': 'class Base { constructor() { this.items = []; this.register(); } add(x) { this.items.push(x); } register() {} } class Sub extends Base { register() { this.add("a"); this.add("b"); } } out = new Sub().items;',
  'fields before the constructor': 'class A { list = []; path = "/a"; constructor() { this.list.push(this.path); } } out = new A().list;',
  'fields of a subclass after the parent': 'class A { name = "a"; constructor() { this.seen = this.name; } } class B extends A { name = "b"; } const b = new B(); out = [b.seen, b.name];',
  'arrow fields keep this': 'class A { x = 3; f = () => this.x; } const { f } = new A(); out = f();',
  'private fields': 'class A { #n = 1; static #c = 0; inc() { this.#n++; A.#c += 10; return this; } get value() { return [this.#n, A.#c]; } #secret() { return "s"; } tell() { return this.#secret(); } } const a = new A().inc().inc(); out = [a.value, a.tell()];',
  'static blocks': 'class A { static map = {}; static { A.map.x = 1; this.map.y = 2; } } out = A.map;',
  'static inheritance': 'class A { static base = "/a"; static path() { return this.base; } } class B extends A { static base = "/b"; } out = [A.path(), B.path()];',
  'getters and setters': 'class A { #v = 0; get v() { return this.#v; } set v(x) { this.#v = x * 2; } } const a = new A(); a.v = 4; out = a.v;',
  'object setters': 'const o = { _v: 1, get v() { return this._v; }, set v(x) { this._v = x + 1; } }; o.v = 5; out = o.v;',
  'class expressions': 'const A = class Named { static n = 1; who() { return Named.n; } }; out = new A().who();',
  'mixins': 'const M = Base => class extends Base { extra() { return this.x + 1; } }; class A { x = 1; } class B extends M(A) {} out = new B().extra();',
  'constructor functions': 'function P(n) { this.n = n; } P.prototype.get = function () { return this.n; }; out = new P(4).get();',
  'accessor keys': 'const k = "dyn"; class A { [k]() { return 1; } static [k + 2] = 2; } out = [new A().dyn(), A.dyn2];',
  'method chaining': 'class B { parts = []; add(x) { this.parts.push(x); return this; } done() { return this.parts.join("/"); } } out = new B().add("a").add("b").done();',
  'call, apply, bind': 'function f(a, b) { return [this.x, a, b]; } out = [f.call({ x: 1 }, 2, 3), f.apply({ x: 1 }, [2, 3]), f.bind({ x: 1 }, 2)(3)];',
  'this of methods': 'const o = { x: 1, f() { return [1].map(() => this.x); } }; out = o.f();',
  'while with counters': 'let n = 0, s = ""; while (n < 4) { s += n; n++; } out = s;',
  'do while': 'let n = 5; do { n++; } while (n < 3); out = n;',
  'for with continue and break': 'const seen = []; for (let i = 0; i < 10; i++) { if (i % 2) continue; if (i > 6) break; seen.push(i); } out = seen;',
  'labels': 'const seen = []; outer: for (const a of [1, 2, 3]) { for (const b of [1, 2, 3]) { if (b === 2) continue outer; if (a === 3) break outer; seen.push([a, b]); } } out = seen;',
  'labelled block': 'let x = 0; block: { x = 1; if (x) break block; x = 2; } out = x;',
  'for in': 'const keys = []; for (const k in { a: 1, b: 2 }) keys.push(k); for (const i in ["x"]) keys.push(i); out = keys;',
  'for of over entries': 'const all = []; for (const [k, v] of Object.entries({ a: 1, b: 2 })) all.push(k + v); for (const [k, v] of new Map([["c", 3]])) all.push(k + v); for (const x of new Set([7])) all.push(x); out = all;',
  'forEach': 'const all = []; ["a", "b"].forEach((x, i) => { if (x === "z") return; all.push(x + i); }); new Map([["k", 1]]).forEach((v, k) => all.push(k + v)); out = all;',
  'early return': 'function f(x) { if (x > 1) return "big"; if (x === 1) { return "one"; } return "small"; } out = [f(0), f(1), f(2)];',
  'return inside loops': 'function f(list) { for (const x of list) if (x > 1) return x; return -1; } out = [f([1, 2, 3]), f([])];',
  'switch': 'function f(x) { switch (x) { case 1: return "one"; case "a": case "b": return "ab"; default: return "other"; } } out = [f(1), f("a"), f("b"), f(null)];',
  'switch fallthrough': 'function f(x) { const r = []; switch (x) { case 1: r.push(1); case 2: r.push(2); break; default: r.push("d"); case 3: r.push(3); } return r; } out = [f(1), f(2), f(3), f(9)];',
  'switch in a loop': 'const r = []; for (const x of [1, 2, 3]) { switch (x) { case 2: continue; default: r.push(x); break; } r.push("-"); } out = r;',
  'switch of truths': 'function f(n) { switch (true) { case n < 0: return "neg"; case n === 0: return "zero"; } return "pos"; } out = [f(-1), f(0), f(1)];',
  'compound assignment': 'let a = 1; a += 2; a *= 3; a -= 1; a /= 2; a %= 3; a **= 2; let s = "x"; s += 1; let n = null; n ??= 5; let z = 0; z ||= 6; let t = 1; t &&= 7; const o = { c: 1 }; o.c += 4; o["d"] ??= 2; out = [a, s, n, z, t, o];',
  'increments': 'let i = 1; const a = i++; const b = ++i; const c = i--; const o = { n: 1, l: [1] }; o.n++; o["n"]++; o.l[0]++; out = [a, b, c, i, o];',
  'delete': 'const o = { a: 1, b: 2 }; delete o.a; const k = "b"; delete o[k]; out = o;',
  'list mutation': 'const l = [1]; l.push(2, 3); l.unshift(0); l.pop(); l.shift(); l[5] = 9; l.length; const m = [1, 2, 3]; m.splice(1, 1, "x", "y"); const q = [3, 1]; q.sort(); q.reverse(); out = [l.length, l[0], m, q];',
  'length as an index': 'const l = []; l[l.length] = "a"; l[l.length] = "b"; out = l;',
  'truncation': 'const l = [1, 2, 3]; l.length = 1; out = l;',
  'maps and sets': 'const m = new Map(); m.set("a", 1).set("b", 2); m.set("a", 3); m.delete("b"); const s = new Set(); s.add(1).add(1).add(2); s.delete(1); out = [m.get("a"), m.size, m.has("b"), [...s]];',
  'aliases': 'const a = { n: 1 }; const b = a; b.n = 2; const l = [a]; l[0].n++; out = a.n;',
  'copies': 'const a = { n: 1, o: { p: 1 } }; const b = { ...a, n: 2 }; b.o.p = 5; out = [a.n, a.o.p];',
  'recursion': 'const f = n => n <= 1 ? 1 : n * f(n - 1); out = f(3);',
  'trees': 'const walk = (node, path) => [path + node.name, ...(node.children ?? []).flatMap(c => walk(c, path + node.name + "/"))]; out = walk({ name: "a", children: [{ name: "b" }, { name: "c" }] }, "/");',
  'mutual recursion': 'const even = n => n === 0 ? true : odd(n - 1); const odd = n => n === 0 ? false : even(n - 1); out = even(3);',
  'higher functions': 'const compose = (...fs) => x => fs.reduceRight((v, f) => f(v), x); out = compose(x => x + 1, x => x * 2)(5);',
  'currying': 'const curry = f => (...a) => a.length >= f.length ? f(...a) : (...b) => curry(f)(...a, ...b); out = curry((a, b) => a + b)(1)(2);',
  'memo': 'const cache = {}; const f = k => cache[k] ?? (cache[k] = k + "!"); f("a"); out = [f("a"), f("b"), cache];',
  'immediately called': 'const api = (() => { const secret = 1; return { get: () => secret }; })(); out = api.get();',
  'namespaces of functions': 'function f() { return f.cache; } f.cache = 4; out = f();',
  'try and catch': 'let r = []; try { r.push(1); throw new Error("no"); } catch (e) { r.push(e.message); } finally { r.push("f"); } out = r;',
  'catch gets the thrown value': 'function f() { throw { code: 5 }; } let c; try { f(); c = 0; } catch (e) { c = e.code; } out = c;',
  'finally after return': 'const log = []; function f() { try { return "a"; } finally { log.push("f"); } } out = [f(), log];',
  'nested try': 'const log = []; try { try { throw new Error("in"); } finally { log.push("f"); } } catch (e) { log.push(e.message); } out = log;',
  'rethrow': 'const log = []; try { try { throw new Error("a"); } catch (e) { throw new Error(e.message + "b"); } } catch (e) { log.push(e.message); } out = log;',
  'throw ends a function': 'function f(x) { if (x) throw new TypeError("t"); return "ok"; } let r; try { f(1); r = "no"; } catch (e) { r = e instanceof TypeError ? e.name : "?"; } out = [r, f(0)];',
  'errors of the workspace': 'class HttpError extends Error { constructor(status, message) { super(message); this.status = status; this.name = "HttpError"; } } let r; try { throw new HttpError(404, "nf"); } catch (e) { r = [e.status, e.message, e.name, e instanceof HttpError, e instanceof Error]; } out = r;',
  'generators': 'function* g() { yield 1; yield 2; } out = [...g()];',
  'tagged templates': 'const tag = (parts, ...values) => parts.join("|") + values.join(","); out = tag`a${1}b${2}c`;',
  'enums': 'enum E { A, B = 5, C, D = "d" } out = [E.A, E.B, E.C, E.D];',
  'enum names': 'enum E { A, B = 5 } out = [E[0], E[5]];',
  'enum members of others': 'enum E { A = 1, B = A * 2, C = `x${A}` } out = [E.A, E.B, E.C];',
  'const enums': 'const enum E { Get = "get" } out = E.Get;',
  'parameter properties': 'class A { constructor(private readonly x: number, public y = 2) {} sum() { return this.x + this.y; } } out = new A(1).sum();',
  'namespaces': 'namespace N { export const a = 1; export function f() { return a + 1; } } out = [N.a, N.f()];',
  'types vanish': 'interface I { a: number } const o = { a: 1 } as const satisfies I; const f = <T,>(x: T): T => x!; out = f<I>(o as I).a;',
  'optional calls': 'const o = { f: (x) => x + 1 } as any; out = [o.f?.(1), o.g?.(1), o?.h?.i(2)];',
  'short circuits do not run the rest': 'let n = 0; const inc = () => ++n; false && inc(); true || inc(); 1 ?? inc(); null?.[inc()]; out = n;',
  'order of evaluation': 'const log = []; const t = x => (log.push(x), x); t(1) + t(2) * t(3); [t(4), { a: t(5) }]; out = log;',
  'comma and void': 'let x = 0; const r = (x = 1, x + 1); out = [x, r, void x];',
  'chained conditions': 'const f = n => n < 0 ? "neg" : n === 0 ? "zero" : "pos"; out = [-1, 0, 1].map(f);',
  'spread of strings and sets': 'out = [..."ab", ...new Set(["c"]), ...new Map([["d", 1]]).keys()];',
  'reduce into an object': 'out = ["a", "b"].reduce((acc, k, i) => { acc[k] = i; return acc; }, {});',
  'group by': 'const g = {}; for (const { k, v } of [{ k: "a", v: 1 }, { k: "b", v: 2 }, { k: "a", v: 3 }]) (g[k] ??= []).push(v); out = g;',
  'numbers as keys': 'const o = {}; o[1] = "a"; o["1"] += "b"; out = o;',
  'nested templates of paths': 'const base = "/api"; const v = 2; const route = (name, id = ":id") => `${base}/v${v}/${name}/${id}`; out = [route("users"), route("posts", "x")];',
  'table of routes': 'const table = { users: ["get", "post"], posts: ["get"] }; const all = []; for (const [name, verbs] of Object.entries(table)) verbs.forEach(verb => all.push(`${verb.toUpperCase()} /${name}`)); out = all;',
  'promises are what they give': 'export {}; out = 0; out = [1, 2].map(x => x);',
  'hostile names': 'const o = { constructor: 1, hasOwnProperty: 2, toString: 3, valueOf: 4 }; out = [o.constructor, o.hasOwnProperty, o.toString, Object.keys(o)];',
  'array holes and at': 'const a = [1, 2, 3]; out = [a.at(-1), a.at(-3), a[a.length - 1]];',
  'in place sort by key': 'const l = [{ n: 2 }, { n: 1 }]; l.sort((a, b) => a.n - b.n); out = l.map(x => x.n);',
  'entries of a class instance': 'class A { a = 1; b = 2; m() {} } out = Object.entries(new A());',
  'instances spread': 'class A { a = 1; get g() { return 2; } m() {} } out = { ...new A() };',
  'method as value': 'class A { x = 1; m() { return this.x; } } const a = new A(); const m = a.m.bind(a); out = [m(), ["q"].map(a.m, a)];',
  'static factory with this': 'class A { static create() { return new this(); } kind() { return "A"; } } class B extends A { kind() { return "B"; } } out = B.create().kind();',
  'getter on the prototype chain': 'class A { get p() { return this.q + "p"; } } class B extends A { q = "q"; } out = new B().p;',
  'super in objects': 'class A { static f() { return 1; } g() { return 2; } } class B extends A { static f() { return super.f() + 1; } g() { return super.g() + 1; } } out = [B.f(), new B().g()];',
};

describe('programs do what JavaScript does', () => {
  it.each(Object.entries(programs))('%s', (_name, body) => {
    const code = `let out: any;\n${body}\nexport default out;`;
    expect(inferred(code)).toEqual(really(code));
  });
});

/** What the evaluator may not know; what it says must still agree. */
const vague: readonly string[] = [
  `export default [1] == 1;`,
  `export default "ab".localeCompare("ab");`,
  `export default /(\\d+)-(\\d+)/.exec("10-20")?.[2];`,
  `export default String.raw\`a\\n\${1}\`;`,
  `export default [3, 4].keys().next().value;`,
  `export default ({}).toString();`,
  'let out: any; let r = 0; try { r = 1; } catch { r = 2; } out = r; export default out;',
  'let out: any; function f() { try { return 1; } finally { return 2; } } out = f(); export default out;',
  'let out: any; const it = [1, 2][Symbol.iterator]; out = typeof it; export default out;',
  'let out: any; out = typeof Date === "function"; export default out;',
  'let out: any; const l = [1, 2, 3]; for (const x of l) { if (Date.now() > 0) l.push(x); if (l.length > 5) break; } out = l.length > 3; export default out;',
  'let out: any; const l = Array.from({ length: 80 }, (_, i) => 80 - i); l.sort((a, b) => a - b); out = l.length; export default out;',
  'const f = (n: number): number => n === 0 ? 0 : 1 + f(n - 1); export default f(40);',
  'let n = 0; while (n < 1000) n++; export default n > 200;',
  'export default [..."x".repeat(1000)].length >= 100;',
  'export default "x".padStart(500).length;',
  'export default JSON.stringify({ toJSON() { return 1; } });',
  'export default `${{ toString() { return "t"; } }}`;',
  'export default [1, 2, 3].includes({} as any);',
  'function* g() { const got: number = yield 1; yield got; } export default [...g()].length;',
];

/** Whether what was inferred does not contradict what is. */
function agrees(said: unknown, is: unknown): boolean {
  if (said === UNKNOWN) return true;
  if (Array.isArray(said)) return Array.isArray(is) && (said.at(-1) === '...' ? is.length >= said.length - 1 : is.length === said.length) && said.every((one, index) => one === '...' || agrees(one, is[index]));
  if (typeof said === 'string' && said.includes('{…}')) return typeof is === 'string';
  if (typeof said !== 'object' || said === null || typeof is !== 'object' || is === null) {
    return Object.is(said, is) || (typeof said === 'object' && said !== null && 'union' in said && Array.isArray(said.union) && said.union.some(one => agrees(one, is)));
  }
  if ('union' in said && Array.isArray(said.union)) return said.union.some(one => agrees(one, is));
  return Object.entries(said).every(([key, one]) => key === '...' || agrees(one, (is as Record<string, unknown>)[key]));
}

describe('what is not known is not made up', () => {
  it.each(vague)('%s', code => {
    const [said, is] = [inferred(code), really(code)];
    expect(agrees(said, is), `${JSON.stringify(said)} is said of ${JSON.stringify(is)}`).toBe(true);
  });
  it('the comparison can fail', () => {
    expect([agrees(1, 2), agrees([1], [1, 2]), agrees({ a: 1 }, { a: 2 }), agrees({ union: [1, 2] }, 3), agrees([1, '...'], [])]).toEqual([false, false, false, false, false]);
    expect([agrees(UNKNOWN, 2), agrees([UNKNOWN, 2], [1, 2]), agrees({ union: [1, 2] }, 2), agrees([1, '...'], [1, 2])]).toEqual([true, true, true, true]);
  });
});
