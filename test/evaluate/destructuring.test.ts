import { describe, expect, it } from 'vitest';
import { programOf } from '../harness/program';

describe('destructuring of a list', () => {
  it('takes the same place of every alternative', () => {
    const ran = programOf({ 'a.ts': `
      declare const flag: boolean;
      const [first, second, third] = flag ? ['a', 'b'] : ['c'];
      export { first, second, third };` });
    expect(ran.plain('a.ts', 'first')).toEqual({ union: ['a', 'c'] });
    expect(ran.plain('a.ts', 'second')).toEqual({ union: ['b', undefined] });
    expect(ran.plain('a.ts', 'third')).toBeUndefined();
  });
});
