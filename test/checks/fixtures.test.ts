import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fixtureFiles, fixtureNames, fixturesFolder } from '../../server/build/check-fixtures';
import { checkIds } from '../../server/build/indexes';
import { lineStartsOf, offsetAt } from '../../server/src/base/lines';
import { applyEdits, type TextEdit } from '../../server/src/base/span';
import type { Snapshot } from '../../server/src/engine/api';
import { createWorkspace } from '../../server/src/engine/workspace';
import { defaultConfig } from '../../server/src/model/config';
import { parseSource } from '../../server/src/syntax/source';
import { markOf, readAnnotated } from './annotated';
import { memoryTree } from './memory-tree';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
type Files = Readonly<Record<string, string>>;

/** Everything that is there is run: a fixture is silent about every check, not only its own. */
const analyse = (files: Files): Snapshot => createWorkspace(memoryTree(files), { ...defaultConfig('2026-01-01'), preset: 'all' }).snapshot();
const marksOf = (snapshot: Snapshot, files: Files): readonly string[] => snapshot.findings.map((finding) => markOf(finding, files[finding.file] ?? '')).sort();

function load(folder: string): { readonly files: Files; readonly marks: readonly string[] } {
  const read = fixtureFiles(root, folder).map((file) => ({ path: file.path, ...readAnnotated(file.path, file.text) }));
  return { files: Object.fromEntries(read.map((file) => [file.path, file.text])), marks: read.flatMap((file) => file.marks).sort() };
}

/** The texts after the first fix of every finding; edits that two findings ask for alike (one import) are made once. */
function repaired(snapshot: Snapshot, files: Files): Files {
  const edits = new Map<string, Map<string, TextEdit>>();
  for (const finding of snapshot.findings) {
    const [fix] = snapshot.fixes(finding);
    for (const { file, range, newText } of fix?.edits ?? []) {
      const starts = lineStartsOf(files[file] ?? '');
      const edit = { start: offsetAt(starts, range.start), end: offsetAt(starts, range.end), newText };
      edits.set(file, (edits.get(file) ?? new Map<string, TextEdit>()).set(JSON.stringify(edit), edit));
    }
  }
  return { ...files, ...Object.fromEntries([...edits].map(([file, list]) => [file, applyEdits(files[file] ?? '', [...list.values()])])) };
}

describe.each(checkIds(root))('fixtures of %s', (id) => {
  const names = fixtureNames(root, id);

  it('has bad and good ones, and a bad one that names the check', () => {
    expect(names.some((name) => name.startsWith('bad'))).toBe(true);
    expect(names.some((name) => name.startsWith('good'))).toBe(true);
    expect(names.flatMap((name) => load(`${fixturesFolder}/${id}/${name}`).marks).some((mark) => mark.endsWith(` ${id}`))).toBe(true);
  });

  it.each(names)('%s: exactly what is annotated is found', (name) => {
    const { files, marks } = load(`${fixturesFolder}/${id}/${name}`);
    expect(marksOf(analyse(files), files)).toEqual(marks);
    if (name.startsWith('good')) expect(marks).toEqual([]);
  });

  it.each(names.filter((name) => fixtureFiles(root, `${fixturesFolder}/${id}/${name}.fixed`).length > 0))('%s: the fixes give what stands in the fixed folder, and the finding is gone', (name) => {
    const { files } = load(`${fixturesFolder}/${id}/${name}`);
    const { files: expected } = load(`${fixturesFolder}/${id}/${name}.fixed`);
    const fixed = repaired(analyse(files), files);
    expect(fixed).toEqual({ ...files, ...expected });
    for (const [file, text] of Object.entries(fixed)) if (/\.[jt]sx?$/.test(file)) expect(parseSource(file, text).errors).toEqual([]);
    expect(marksOf(analyse(fixed), fixed)).toEqual([]);
  });
});
