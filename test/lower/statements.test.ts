import { describe, expect, it } from 'vitest';
import { lower, top } from './lower';
import { unit } from './print';

describe('statements', () => {
  it.each([
    ['const a = 1, { b, c: [d = 2] } = e;', 'const a = 1, { "b": b, "c": [d = 2] } = e;'],
    ['let a: string; var b;', 'let a: string; var b;'],
    ['using a = b();', 'const a = b();'],
    ['if (a) b(); else if (c) { d(); } else e();', 'if (a) { b(); } else { if (c) { d(); } else { e(); } }'],
    ['for (const [k, v] of Object.entries(x)) { f(k, v); }', 'forOf ([k, v] of Object.entries(x)) { f(k, v); }'],
    ['for (a.b of c) f();', 'forOf (a.b of c) { f(); }'],
    ['for (const k in o) f(k);', 'forIn (k of o) { f(k); }'],
    ['for (let i = 0; i < n; i++) f(i);', 'for (let i = 0; (i < n); i++) { f(i); }'],
    ['for (;;) break;', 'for ( ; ) { break; }'],
    ['while (a) { continue; }', 'while (a) { continue; }'],
    ['do a(); while (b);', 'do { a(); } while (b);'],
    ['try { a(); } catch ({ message }) { b(); } finally { c(); }', 'try { a(); } catch ({ "message": message }) { b(); } finally { c(); }'],
    ['try { a(); } catch { b(); }', 'try { a(); } catch { b(); }'],
    ['switch (a) { case 1: case 2: b(); break; default: c(); }', 'switch (a) { case 1:  case 2: b(); break; default: c(); }'],
    ['outer: for (const a of b) { continue outer; }', 'outer: { forOf (a of b) { continue outer; } }'],
    ['{ a(); }', '{ a(); }'],
    ['throw new E("x");', 'throw new E("x");'],
    [';;debugger;', ''],
    ['enum Role { Admin = "admin", User = 1 << 2, Guest }', 'enum Role { Admin = "admin", User = (1 << 2), Guest }'],
    ['const enum Level { Low = 1 }', 'enum Level { Low = 1 }'],
    ['declare const a: string; declare function f(): void; declare class C {} declare enum E { A } declare module "x" { const y: 1; } declare global { var z: 1; }', ''],
    ['function f(a: string): void; function f(a: any) {}', 'function f = fn#0;'],
  ])('lowers %s', (source, printed) => {
    expect(top(source).join(' ')).toBe(printed);
  });

  it('lowers a namespace to an object that its exports are assigned to', () => {
    const facts = lower('export namespace Paths { const base = "/v1"; export const users = base + "/users"; export function f() {} export interface P { a: string } }');
    expect(top('namespace Paths { const base = "/v1"; export const users = base; export function f() {} }')).toEqual([
      'var Paths = {  };',
      '{ const base = "/v1"; const users = base; Paths.users = users; function f = fn#0; Paths.f = f; }',
    ]);
    expect(facts.exports).toEqual([{ kind: 'local', local: 'Paths', exported: 'Paths' }]);
    expect(Object.keys(facts.types)).toEqual(['Paths.P']);
  });

  it('adds to what a namespace merges with and nests dotted ones', () => {
    expect(top('class A {} namespace A { export const b = 1; } namespace A { export const c = 2; }')).toEqual([
      'A = class A {  };', '{ const b = 1; A.b = b; }', '{ const c = 2; A.c = c; }',
    ]);
    expect(top('namespace A.B { export const c = 1; }')).toEqual(['var A = {  };', '{ var B = {  }; { const c = 1; B.c = c; } A.B = B; }']);
    expect(top('namespace T { export type X = string }')).toEqual([]);
  });
});

describe('functions', () => {
  it('makes code units that are keyed by their place', () => {
    const facts = lower('function a() { return () => { b(function c() {}); }; }\nconst d = async (x) => x;\nfunction* e() { yield 1; yield* f(); }');
    expect(Object.keys(facts.units).sort()).toEqual(['', '0', '0.0', '0.0.0', '1', '2']);
    expect(unit(facts.units['0'])).toBe('a() { return fn#0.0; }');
    expect(unit(facts.units['0.0'])).toBe('-() => { b(fn#0.0.0); }');
    expect(unit(facts.units['0.0.0'])).toBe('c() {  }');
    expect(unit(facts.units['1'])).toBe('async d(x) => { return x; }');
    expect(unit(facts.units['2'])).toBe('*e() { yield 1; yield ...f(); }');
  });

  it('reads parameters with their types, defaults and decorators', () => {
    const facts = lower('function f(this: App, { id, ...rest }: { id: string; n?: number }, a?: Role, b = 1, ...c: string[]): Promise<User | null> {}');
    expect(unit(facts.units['0'])).toBe('f({ "id": id, ...rest }: { id: string; n?: number }, a?: Role, b = 1?, ...c: string[]): Promise<(User | null)> {  }');
  });

  it('names functions after what holds them', () => {
    const names = (text: string): (string | null)[] => Object.values(lower(text).units).slice(0).filter((u) => u.key !== '').map((u) => u.name);
    expect(names('const a = () => 1; b.c = function () {}; x = { d: () => 1, e() {} }; class F { g = () => 1; h() {} get i() { return 1; } constructor() {} } k(() => 1);'))
      .toEqual(['a', 'c', 'd', 'e', 'g', 'h', 'i', 'constructor', null]);
  });

  it('counts ordinals from zero in every unit and knows where bodies start', () => {
    const text = 'function f() { return g(1); }\nconst h = () => 2;';
    const facts = lower(text);
    expect(facts.units['0']?.body).toEqual([{ k: 'return', n: 0, e: {
      k: 'call', n: 1, callee: { k: 'id', n: 2, name: 'g' }, args: [{ k: 'lit', n: 3, v: 1 }], optional: false, typeArgs: [],
    } }]);
    expect(text.slice(facts.units['0']?.bodyStart)).toMatch(/^ return g/);
    expect(text.slice(facts.units['1']?.bodyStart)).toBe('2;');
    expect(text.slice(facts.units['1']?.start, facts.units['1']?.end)).toBe('() => 2');
  });
});

describe('classes', () => {
  it('keeps decorators, members, parameter properties and heritage', () => {
    const facts = lower(`
      @Controller('users') @UseGuards(Auth)
      export class Users extends mixin(Base) implements OnInit, Repo<User> {
        static path = '/x';
        private readonly list?: User[];
        @Prop({ select: false }) password!: string;
        #db = connect();
        constructor(private readonly users: UsersService, @Inject(DB) db: Db, plain) { super(); }
        @Get(':id') async one(@Param('id') id: string, @Query() { page = 1 }: Paging): Promise<User> { return this.users.find(id); }
        overload(a: string): void;
        overload(a: any) {}
        get size() { return 1; }
        set size(v) {}
        static { init(); }
        ['computed' + x]() {}
        [key: string]: unknown;
        handler = async (req) => this.one(req);
      }`);
    const [statement] = top('export class Users {}');
    expect(statement).toBe('Users = class Users {  };');
    const printed = (facts.units['']?.body ?? []).map((s) => (s.k === 'class' ? s.cls : null))[0];
    expect(printed?.members.map((m) => m.kind)).toEqual(
      ['property', 'property', 'property', 'property', 'constructor', 'method', 'method', 'get', 'set', 'static-block', 'method', 'property']);
    expect(unit(facts.units['0'])).toBe('constructor(property users: UsersService, @Inject(DB) db: Db, plain) { super(); }');
    expect(unit(facts.units['1'])).toBe('async one(@Param("id") id: string, @Query() { "page": page = 1 }: Paging): Promise<User> { return this.users.find(id); }');
  });

  it('prints as written', () => {
    expect(top(`@C('u') abstract class A extends B implements D<E> { @P() a?: string = 'x'; static b; abstract c(): void; @G(':id') d(): F {} static { e(); } }`)).toEqual([
      '@C("u") abstract class A extends B implements D<E> { @P() property "a"?: string = "x"; static property "b"; @G(":id") method "d": F = fn#0; static static-block "" = fn#1 }',
    ].map((line) => `A = ${line};`));
  });

  it('counts initialisers and decorators in the unit around the class', () => {
    const facts = lower('function make() { return class { a = 1; @D(2) b() { return 3; } }; }');
    const numbers = (key: string): string[] => (JSON.stringify([facts.units[key]?.body, facts.units[key]?.params]).match(/"v":\d/g) ?? []);
    expect(numbers('0')).toEqual(['"v":1', '"v":2']);
    expect(numbers('0.0')).toEqual(['"v":3']);
  });
});
