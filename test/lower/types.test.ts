import { describe, expect, it } from 'vitest';
import { lower } from './lower';
import { type } from './print';

const typeOf = (text: string): string => {
  const fact = lower(`type X = ${text};`).types.X;
  return fact === undefined ? 'none' : type(fact.type);
};

describe('types', () => {
  it.each([
    ['string', 'string'], ['User', 'User'], ['Prisma.UserGetPayload<{ select: { id: true } }>', 'Prisma.UserGetPayload<{ select: { id: true } }>'],
    ['User[]', 'User[]'], ['readonly User[]', 'User[]'], ['Array<User>', 'Array<User>'], ['(string)', 'string'],
    ["'a' | 'b' | 1 | -2 | true | null | undefined", '("a" | "b" | 1 | -2 | true | null | undefined)'],
    ['A & { b?: number }', '(A & { b?: number })'], ["{ 'a-b': string; readonly c: D; m(): void; [k: string]: E; ['f']: G }", '{ a-b: string; c: D; m: ?m(): void;?; f: G }'],
    ['[string, n?: number, ...rest: Date[]]', '(string | number | Date)[]'], ['[User]', 'User[]'],
    ['typeof schema', '?typeof schema?'], ['z.infer<typeof schema>', 'z.infer<?typeof schema?>'], ['() => void', '?() => void?'], ['keyof T', '?keyof T?'],
  ])('reduces %s', (source, printed) => {
    expect(typeOf(source)).toBe(printed);
  });

  it('records interfaces and aliases with their place', () => {
    const text = 'interface A<T> extends B<T>, C { a: T }\nexport type D = A<string>;';
    const { types } = lower(text);
    expect(types.A).toEqual({
      kind: 'interface', name: 'A', params: ['T'], start: 0, end: 39,
      extends: [{ k: 'ref', name: 'B', args: [{ k: 'ref', name: 'T', args: [] }] }, { k: 'ref', name: 'C', args: [] }],
      type: { k: 'object', props: [{ name: 'a', optional: false, type: { k: 'ref', name: 'T', args: [] } }] },
    });
    expect(text.slice(types.D?.start, types.D?.end)).toBe('export type D = A<string>;');
  });

  it('merges interfaces and prefers those of the module to those of a function', () => {
    const { types } = lower('function f() { interface A { local: 1 } interface L { x: 1 } } interface A { a: 1 } interface A { b: 2 }');
    expect(types.A === undefined ? '' : type(types.A.type)).toBe('{ a: 1; b: 2 }');
    expect(types.L === undefined ? '' : type(types.L.type)).toBe('{ x: 1 }');
  });

  it('is not misled by a type of the same name in a later function', () => {
    const { types } = lower('type A = string; function f() { type A = number; interface B { x: 1 } } interface B { b: 1 }');
    expect([types.A, types.B].map((fact) => (fact === undefined ? '' : type(fact.type)))).toEqual(['string', '{ b: 1 }']);
  });

  it('takes no name for one of its own properties', () => {
    const facts = lower('interface __proto__ { a: 1 } interface constructor { b: 1 }');
    expect(Object.keys(facts.types)).toEqual(['__proto__', 'constructor']);
    expect(lower('interface A {}').types['B']).toBeUndefined();
  });
});
