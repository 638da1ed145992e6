import { describe, expect, it } from 'vitest';
import { parseSource, scriptKindOf, ts } from '../../server/src/syntax/source';
import { mutationsOf, samples } from './mutations';

describe('parseSource', () => {
  it('reads each fixture without errors', () => {
    expect(samples.map(({ file }) => file)).toEqual(['common.js', 'express.ts', 'nest.ts', 'odd.ts', 'route.tsx']);
    for (const { file, text } of samples) expect([file, parseSource(file, text).errors]).toEqual([file, []]);
  });

  it('reads a file by its extension', () => {
    expect(['a.ts', 'a.d.mts', 'b/c.cts', 'a.tsx', 'a.js', 'a.MJS', 'a.cjs', 'a.jsx', 'a', 'a.vue'].map(scriptKindOf)).toEqual([
      ts.ScriptKind.TS, ts.ScriptKind.TS, ts.ScriptKind.TS, ts.ScriptKind.TSX, ts.ScriptKind.JS, ts.ScriptKind.JS, ts.ScriptKind.JS, ts.ScriptKind.JSX,
      ts.ScriptKind.TS, ts.ScriptKind.TS,
    ]);
    expect(parseSource('a.ts', 'const a = <T>b;').errors).toEqual([]);
    expect(parseSource('a.tsx', 'const a = <T>b;').errors).not.toEqual([]);
  });

  it('gives a tree of the whole text and errors inside of it in every half-typed state', () => {
    let broken = 0;
    for (const sample of samples) {
      for (const text of mutationsOf(sample, 7, 40)) {
        const { tree, errors } = parseSource(sample.file, text);
        if (tree.end !== text.length) throw new Error(`the tree ends at ${tree.end} of ${text.length}`);
        broken += errors.length > 0 ? 1 : 0;
        for (const { start, end, message } of errors) {
          if (!(start >= 0 && start < end && end <= text.length && message !== '')) throw new Error(`${message} at ${start}..${end} of ${text.length}`);
        }
      }
    }
    expect(broken).toBeGreaterThan(500);
  });

  it('says so when nesting is deeper than the stack', () => {
    const { tree, errors } = parseSource('a.ts', '('.repeat(60_000));
    expect(tree.statements).toHaveLength(0);
    expect(errors).toEqual([{ start: 0, end: 1, message: 'The code is nested too deeply to be read.' }]);
  });
});
