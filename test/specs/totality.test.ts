import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/span';
import { readSpec } from '../../server/src/specs/read';
import { registerOperation } from '../../server/src/specs/register';
import { attempts, mutations, samples } from './mutations';

describe.each(samples)('half-typed states of $file', ({ file, text }) => {
  it('are read without throwing, with places inside of the text', () => {
    let read = 0;
    for (const state of mutations(text, 80)) {
      const facts = readSpec(file, state);
      if (facts === null) continue;
      read++;
      for (const error of facts.errors) {
        if (!(error.start >= 0 && error.start < error.end && error.end <= state.length)) expect({ state, error }).toBeNull();
      }
      for (const { start, end, pointer, path } of facts.operations) {
        if (!(start >= 0 && start < end && end <= state.length && pointer.startsWith('/paths/') && path.startsWith('/'))) expect({ state, start, end, pointer }).toBeNull();
      }
    }
    expect(read).toBeGreaterThan(100);
  });

  it('take an operation whole or not at all', () => {
    let taken = 0;
    for (const state of mutations(text, 25)) {
      for (const what of attempts) {
        const edits = registerOperation(state, file, what);
        if (edits === null) continue;
        taken++;
        const before = readSpec(file, state)?.operations.map((one) => `${one.method} ${one.path}`) ?? [];
        const after = readSpec(file, applyEdits(state, edits))?.operations.map((one) => `${one.method} ${one.path}`) ?? [];
        if (after.length !== before.length + 1 || !before.every((one) => after.includes(one))) expect({ state, after }).toEqual({ state, before });
      }
    }
    expect(taken).toBeGreaterThan(20);
  });
});
