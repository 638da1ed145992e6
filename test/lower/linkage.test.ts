import { describe, expect, it } from 'vitest';
import type { ExportFact } from '../../server/src/model/facts';
import { lower, top } from './lower';

const imports = (text: string): unknown => lower(text).imports.map(({ specifier, bindings }) =>
  [specifier, ...bindings.map((b) => `${b.typeOnly ? 'type ' : ''}${b.imported} as ${b.local}`)]);

const show = (fact: ExportFact): string =>
  fact.kind === 'star' ? `* from ${fact.specifier}` : fact.kind === 'from' ? `${fact.imported} as ${fact.exported} from ${fact.specifier}` : `${fact.local} as ${fact.exported}`;

const exports = (text: string): string[] => lower(text).exports.map(show);

describe('imports', () => {
  it.each([
    ["import './x';", ['./x']],
    ["import a from 'x';", ['x', 'default as a']],
    ["import * as a from 'x';", ['x', '* as a']],
    ["import a, { b, c as d, type E } from 'x';", ['x', 'default as a', 'b as b', 'c as d', 'type E as E']],
    ["import type { A } from 'x';", ['x', 'type A as A']],
    ["import type A from 'x';", ['x', 'type default as A']],
    ["import { 'a-b' as c } from 'x';", ['x', 'a-b as c']],
    ["import a = require('x');", ['x', 'export= as a']],
    ["import data from './d.json' with { type: 'json' };", ['./d.json', 'default as data']],
  ])('reads %s', (text, expected) => {
    expect(imports(text)).toEqual([expected]);
  });

  it('keeps an import alias as a constant', () => {
    expect(top('import a = B.c.d;')).toEqual(['const a = B.c.d;']);
  });
});

describe('exports', () => {
  it.each([
    ['export const a = 1, b = 2;', ['a as a', 'b as b']],
    ['export const { GET, POST: post, nested: [x = 1], ...rest } = handlers;', ['GET as GET', 'post as post', 'x as x', 'rest as rest']],
    ['export function f() {} export class C {} export enum E { A }', ['f as f', 'C as C', 'E as E']],
    ['export interface I {} export type T = string; export declare const d: number;', ['I as I', 'T as T']],
    ['const a = 1; export { a, a as b, a as default };', ['a as a', 'a as b', 'a as default']],
    ["export { a, default as b, c as 'd-e' } from 'x';", ['a as a from x', 'default as b from x', 'c as d-e from x']],
    ["export * from 'x'; export * as ns from 'y'; export type { T } from 'z';", ['* from x', '* as ns from y', 'T as T from z']],
    ['export default function f() {}', ['f as default']],
    ['export default class {}', ['*default* as default']],
    ['export default a + b;', ['*default* as default']],
    ['interface I {} export default I;', ['I as default']],
    ['interface I {} const I = 1; export default I;', ['*default* as default']],
    ['export default interface I {}', ['I as default']],
    ['function f() { export const a = 1; }', []],
  ])('reads %s', (text, expected) => {
    expect(exports(text)).toEqual(expected);
  });

  it('binds the default export', () => {
    expect(top('export default async () => 1;')).toEqual(['*default* = fn#0;']);
    expect(top('export default function () {}')).toEqual(['function *default* = fn#0;']);
    expect(top('export default class extends B {}')).toEqual(['*default* = class - extends B {  };']);
    expect(top('export default function named() {}')).toEqual(['function named = fn#0;']);
  });

  it('leaves CommonJS as assignments', () => {
    expect(top("const a = require('a'); module.exports = { a }; exports.b = 1;", 'a.js')).toEqual(['const a = require("a");', 'module.exports = { "a": a };', 'exports.b = 1;']);
    expect(top('export = router;')).toEqual(['module.exports = router;']);
    expect(lower('export = router;').exports).toEqual([]);
  });

  it('knows which of the two a file speaks', () => {
    expect(lower("import 'a';").esm).toBe(true);
    expect(lower('export const a = 1;').esm).toBe(true);
    expect(lower("import a = require('a'); export = a;").esm).toBe(false);
    expect(lower("const a = require('a');", 'a.js').esm).toBe(false);
  });
});
