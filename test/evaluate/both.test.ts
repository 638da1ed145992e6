import { describe, expect, it } from 'vitest';
import type { Path } from '../../server/src/evaluate/path';
import { both, extend, joinPaths } from '../../server/src/evaluate/path';
import { input } from '../../server/src/evaluate/value';

const branch = (path: Path, name: string, taken = true): Path => extend(path, { kind: 'branch', test: input('query', name), taken, site: { file: 'a.ts', unit: '', n: 0 } });

describe('a way of a join', () => {
  const start = branch(null, 'before');
  const yes = branch(start, 'test');
  const no = branch(start, 'test', false);
  const maybe = branch(no, 'other');

  it('says all that holds where the ways meet and the way is known', () => {
    expect(both(joinPaths(yes, no), yes)).toBe(yes);
    expect(both(joinPaths(joinPaths(yes, maybe), branch(start, 'third')), maybe)).toBe(maybe);
  });

  it('does not say what came after they met, nor what is none of them', () => {
    const after = branch(joinPaths(yes, no), 'after');
    expect(both(after, yes)).not.toBe(yes);
    expect(both(joinPaths(yes, no), maybe)).not.toBe(maybe);
  });
});
