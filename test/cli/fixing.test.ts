import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../server/src/engine/api';
import type { FileEdit, Finding, Fix } from '../../server/src/model/finding';
import { chooseFixes } from '../../server/src/cli/fixing';
import { model } from '../checks/models';
import { finding } from '../reports/samples';

/** An edit on the first line, in columns that count from 0: `3-5` replaces, `3` inserts. */
function edit(where: string, newText: string, file = 'a.ts'): FileEdit {
  const [start = 0, end = start] = where.split('-').map(Number);
  return { file, range: { start: { line: 1, column: start + 1 }, end: { line: 1, column: end + 1 } }, newText };
}

/** What is chosen of repairs with these edits, in a file `a.ts` that reads `0123456789`. */
function choose(repairs: readonly (readonly FileEdit[])[], parts: Partial<Fix> = {}): { readonly text: string | undefined; readonly applied: number } {
  const fixes = new Map<Finding, Fix>(repairs.map((edits, index) => [finding({ fingerprint: `f${index}` }), { title: 'Repair', safe: true, edits, ...parts }]));
  const texts: Readonly<Record<string, string>> = { 'a.ts': '0123456789', 'b.ts': 'b', 'refused.ts': 'r' };
  const snapshot: Snapshot = {
    version: 1, model: model([]), findings: [...fixes.keys()], findingsOf: () => [], filesWithFindings: [], text: file => texts[file],
    fixes: (one) => { const fix = fixes.get(one); return fix ? [fix] : []; },
  };
  const round = chooseFixes(snapshot, () => true, new Set(), new Set(['refused.ts']));
  return { text: round.texts.get('a.ts'), applied: round.repairs.length };
}

describe('fixes that are applied together', () => {
  it.each<readonly [string, readonly (readonly FileEdit[])[], string | undefined, number]>([
    ['apart', [[edit('1-2', 'X')], [edit('5', 'Y')]], '0X234Y56789', 2],
    ['side by side', [[edit('1-3', 'X')], [edit('3-5', 'Y')]], '0XY56789', 2],
    ['overlapping: the second waits', [[edit('1-4', 'X')], [edit('3-5', 'Y')]], '0X456789', 1],
    ['one inside of the other', [[edit('1-8', 'X')], [edit('3-5', 'Y')]], '0X89', 1],
    ['two insertions at one place: their order is not known', [[edit('4', 'X')], [edit('4', 'Y')]], '0123X456789', 1],
    ['an insertion at the edge of a replacement', [[edit('2-4', 'X')], [edit('4', 'Y')]], '01X456789', 1],
    ['an insertion inside of a replacement', [[edit('2-6', 'X')], [edit('4', 'Y')]], '01X6789', 1],
    ['the same insertion twice is one: a shared import', [[edit('0', 'I;'), edit('3', 'X')], [edit('0', 'I;'), edit('6', 'Y')]], 'I;012X345Y6789', 2],
    ['whole or not at all', [[edit('3-5', 'X')], [edit('4', 'Y'), edit('9', 'Z')]], '012X56789', 1],
    ['whole over files', [[edit('3-5', 'X')], [edit('0', 'Z', 'b.ts'), edit('4', 'Y')]], '012X56789', 1],
    ['a file that could not be written', [[edit('0', 'X', 'refused.ts'), edit('1', 'Y')]], undefined, 0],
    ['a file without text', [[edit('0', 'X', 'none.ts'), edit('1', 'Y')]], undefined, 0],
    ['a place past the end', [[edit('99', 'X')]], '0123456789X', 1],
    ['a fix without edits', [[]], undefined, 0],
  ])('%s', (_, repairs, text, applied) => {
    expect(choose(repairs)).toEqual({ text, applied });
  });

  it('never the ones that are not safe', () => {
    expect(choose([[edit('1', 'X')]], { safe: false })).toEqual({ text: undefined, applied: 0 });
  });
});
