import { describe, expect, it } from 'vitest';
import { programOf, UNKNOWN } from '../harness/program';

const plain = (files: Readonly<Record<string, string>>, file = 'main.ts', name = 'default'): unknown => programOf(files).plain(file, name);

describe('modules', () => {
  it('named, default, namespace and renamed imports', () => {
    expect(plain({
      'a.ts': 'export const x = 1; export default "d"; export function f() { return x + 1; } export { x as y };',
      'main.ts': 'import d, { x, f as g, y } from "./a"; import * as all from "./a"; import { default as e } from "./a"; export default [d, e, x, y, g(), all.x, all.default, Object.keys(all).sort()];',
    })).toEqual(['d', 'd', 1, 1, 2, 1, 'd', ['default', 'f', 'x', 'y']]);
  });

  it('re-exports and barrels', () => {
    expect(plain({
      'deep/one.ts': 'export const one = 1; export default "deep";', 'deep/two.ts': 'export const two = 2;',
      'deep/index.ts': 'export * from "./one"; export * as second from "./two"; export { two as zwei } from "./two"; export { default as deep } from "./one";',
      'main.ts': 'import { one, second, zwei, deep } from "./deep"; import * as all from "./deep"; export default [one, second.two, zwei, deep, "default" in all];',
    })).toEqual([1, 2, 2, 'deep', UNKNOWN]);
  });

  it('live bindings: what a module changes later is seen', () => {
    expect(plain({ 'a.ts': 'export let n = 1; export function up() { n++; }', 'main.ts': 'import { n, up } from "./a"; up(); export default n;' })).toBe(2);
  });

  it('CommonJS in its forms', () => {
    expect(plain({
      'a.js': 'module.exports = { x: 1, f() { return 2; } };', 'b.js': 'exports.y = 3; exports.z = () => 4; module.exports.w = 5;', 'c.js': 'module.exports = function () { return 6; }; module.exports.extra = 7;',
      'd.js': 'const { x } = require("./a"); module.exports = class { v() { return x; } };',
      'main.js': 'const a = require("./a"), { y, z, w } = require("./b"), c = require("./c.js"), D = require("./d"); module.exports = [a.x, a.f(), y, z(), w, c(), c.extra, new D().v()];',
    }, 'main.js', 'default')).toEqual([1, 2, 3, 4, 5, 6, 7, 1]);
  });

  it('ESM and CommonJS mixed', () => {
    expect(plain({
      'a.js': 'module.exports = { x: 1 };', 'b.js': 'exports.__esModule = true; exports.default = 2; exports.named = 3;', 'c.ts': 'export default 4; export const n = 5;', 'd.ts': 'const o = { q: 6 }; export = o;',
      'main.ts': 'import a, { x } from "./a"; import { named } from "./b"; import d = require("./d"); const c = require("./c"); export default [a.x, x, named, c.default, c.n, d.q];',
    })).toEqual([1, 1, 3, 4, 5, 6]);
  });

  it('cycles end, and functions across them work', () => {
    expect(plain({
      'a.ts': 'import { b } from "./b"; export const a = 1; export function useB() { return b() + 1; }',
      'b.ts': 'import { a } from "./a"; export function b() { return a + 10; }',
      'main.ts': 'import { useB } from "./a"; export default useB();',
    })).toBe(12);
    expect(plain({ 'main.ts': 'export * from "./main"; export { x } from "./main"; export default 1;' })).toBe(1);
    expect(plain({ 'a.ts': 'export * from "./b";', 'b.ts': 'export * from "./a"; export const v = 1;', 'main.ts': 'import { v } from "./a"; import * as all from "./b"; export default [v, Object.keys(all)];' })).toEqual([1, ['v']]);
  });

  it('dynamic imports, imports for effect, JSON', () => {
    expect(plain({
      'list.ts': 'export const list: string[] = [];', 'effect.ts': 'import { list } from "./list"; list.push("e");', 'data.json': '{ "a": [1, { "b": null }], "default": 2 }', 'lazy.ts': 'export const l = 7;',
      'main.ts': 'import "./effect"; import { list } from "./list"; import data from "./data.json"; const { l } = await import("./lazy"); const p = import("./lazy").then(x => x.l); export default [list, data.a[1].b, l, p, require("./data.json").a[0]];',
    })).toEqual([['e'], null, 7, 7, 1]);
  });

  it('what is not there is not made up', () => {
    expect(plain({ 'a.ts': 'export const x = 1;', 'main.ts': 'import { nope } from "./a"; import { gone } from "./missing"; import pkg from "some-package"; export default [nope, gone, pkg, pkg.sub("x")];' })).toEqual([undefined, UNKNOWN, UNKNOWN, UNKNOWN]);
  });
});

describe('resolution', () => {
  it('extensions: .js means .ts, folders mean index, .mjs means .mts', () => {
    expect(plain({ 'a.ts': 'export const a = 1;', 'b/index.tsx': 'export const b = 2;', 'c.mts': 'export const c = 3;', 'd.jsx': 'export const d = 4;', 'd.ts/x.ts': '', 'main.ts': 'import { a } from "./a.js"; import { b } from "./b"; import { c } from "./c.mjs"; import { d } from "./d"; export default [a, b, c, d];' })).toEqual([1, 2, 3, 4]);
  });

  it('tsconfig paths with extends, comments and baseUrl', () => {
    expect(plain({
      'tsconfig.base.json': '{\n // shared\n "compilerOptions": { "baseUrl": ".", "paths": { "@app/*": ["src/app/*"], "@exact": ["src/exact.ts"], "@two/*": ["nowhere/*", "src/two/*"], }, } }',
      'apps/api/tsconfig.json': '{ "extends": "../../tsconfig.base.json", "compilerOptions": {} }',
      'src/app/x.ts': 'export const x = 1;', 'src/exact.ts': 'export const e = 2;', 'src/two/t.ts': 'export const t = 3;', 'src/plain.ts': 'export const p = 4;',
      'apps/api/main.ts': 'import { x } from "@app/x"; import { e } from "@exact"; import { t } from "@two/t"; import { p } from "src/plain"; export default [x, e, t, p];',
    }, 'apps/api/main.ts')).toEqual([1, 2, 3, 4]);
  });

  it('package imports and packages of the workspace', () => {
    expect(plain({
      'package.json': '{ "name": "root", "imports": { "#lib/*": "./lib/*.js", "#one": { "node": "./lib/one.js" } } }', 'lib/one.ts': 'export const one = 1;',
      'packages/shared/package.json': '{ "name": "@acme/shared", "exports": { ".": { "types": "./dist/index.d.ts", "import": "./dist/index.js" }, "./sub/*": "./dist/sub/*.js" } }',
      'packages/shared/src/index.ts': 'export const s = 2;', 'packages/shared/src/sub/deep.ts': 'export const deep = 3;',
      'packages/old/package.json': '{ "name": "old", "main": "lib/main.js" }', 'packages/old/lib/main.js': 'module.exports = { o: 4 };',
      'main.ts': 'import { one } from "#lib/one"; import { one as again } from "#one"; import { s } from "@acme/shared"; import { deep } from "@acme/shared/sub/deep"; import { o } from "old"; export default [one, again, s, deep, o];',
    })).toEqual([1, 1, 2, 3, 4]);
  });

  it('hostile configurations do not crash', () => {
    for (const tsconfig of ['[]', 'null', '{ "extends": "./tsconfig.json" }', '{ "compilerOptions": { "paths": { "*": ["*"], "__proto__": ["x"], "a": 5 } } }', '{ "extends": ["./a", 7, "../../../etc"], "references": [{}, 1] }', '{{']) {
      expect(plain({ 'tsconfig.json': tsconfig, 'package.json': '{ "name": 5, "imports": [], "exports": { "__proto__": 1 } }', 'a.ts': 'export const a = 1;', 'main.ts': 'import { a } from "./a"; import x from "__proto__"; import y from "constructor"; import z from "#z"; export default a;' }), tsconfig).toBe(1);
    }
  });
});

describe('assumptions', () => {
  it('defaults of the environment are taken and noted', () => {
    const ran = programOf({ 'main.ts': 'const prefix = process.env.PREFIX ?? "/api"; export default `${prefix}/users`; export const other = process.env.OTHER || "/o"; export const none = process.env.NONE;' });
    const value = ran.value('main.ts');
    expect(value).toMatchObject({ t: 'lit', v: '/api/users', assumed: { name: 'PREFIX', value: '/api' } });
    expect(ran.plain('main.ts', 'other')).toBe('/o');
    expect(ran.value('main.ts', 'none')).toMatchObject({ t: 'sym', op: 'env', name: 'NONE' });
  });

  it('the configuration wins', () => {
    const ran = programOf({ 'main.ts': 'export default [process.env.PREFIX ?? "/api", import.meta.env.MODE];' }, { config: { assume: { PREFIX: '/v2', MODE: 'x' } } });
    expect(ran.plain('main.ts')).toEqual(['/v2', 'x']);
  });
});
