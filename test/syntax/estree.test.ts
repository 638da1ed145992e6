import { describe, expect, it } from 'vitest';
import { parseEstree } from '../../server/src/syntax/estree';
import { mutationsOf, samples } from './mutations';

describe('parseEstree', () => {
  it('gives the tree with ranges, locations and comments', () => {
    const tree = parseEstree('a.ts', '// c\napp.get("/x", h);');
    expect(tree?.body).toMatchObject([{ type: 'ExpressionStatement', range: [5, 22], loc: { start: { line: 2, column: 0 } }, expression: { type: 'CallExpression' } }]);
    expect(tree?.comments).toMatchObject([{ type: 'Line', value: ' c', range: [0, 4] }]);
  });

  it('reads half-typed code', () => {
    expect(parseEstree('a.ts', 'app.get("/x", (req, res) => { res.json(')?.body).toMatchObject([{ expression: { arguments: [{ value: '/x' }, { body: { body: [{ type: 'ExpressionStatement' }] } }] } }]);
    for (const text of ['f<', 'f<A', 'function f<T', 'class A<T {}', 'type A<', 'new Map<string, ', 'interface A extends B<']) expect([text, parseEstree('a.ts', text)?.type]).toEqual([text, 'Program']);
  });

  it('gives a tree in every half-typed state of every fixture', () => {
    let states = 0;
    const without: string[] = [];
    for (const sample of samples) {
      for (const text of mutationsOf(sample, 7, 60)) {
        states++;
        if (parseEstree(sample.file, text) === null) without.push(`${sample.file}: …${text.slice(-60)}`);
      }
    }
    expect(states).toBeGreaterThan(1_500);
    expect(without).toEqual([]);
  });

  it('gives null, and throws nothing, when nesting is deeper than the stack', () => {
    expect(parseEstree('a.ts', '['.repeat(60_000))).toBeNull();
  });
});
