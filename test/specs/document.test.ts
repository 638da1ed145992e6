import { describe, expect, it } from 'vitest';
import { looksLikeSpec, parseDocument, type DocumentNode } from '../../server/src/syntax/document';
import { readFlat } from '../../server/src/syntax/document-flat';
import { readYaml } from '../../server/src/syntax/document-yaml';
import { mutations, samples } from './mutations';


/** Texts in every style that the quick reader claims to read. */
const usual: readonly string[] = [
  ...samples.filter((sample) => sample.file.endsWith('.yaml')).map((sample) => sample.text),
  'a: 1\n', 'a:\n- b\n- c: d\n  e: f\n-\n  g: h\n- - i\n  - j\nk: l', 'a: # c\n\n  # d\n  b: c#d # e\n', "a: 'it''s' # x\n\"b\" : \"x\\n\\u00e4\\/\"\n", '---\na: 1\n', '# x\n--- # y\na: 1\n',
  'a: |\n  one\n   two\n\n  three\n\n\nb: |-\n    x\nc: |\n  d', 'a: >\n  one\n  two\n\n  three\n\n\n  four\nb: >-\n\n  x\n', 'a: one\n  two\n\n\n  three # c\nb: x', 'a: &x\n  b: &y 1\nc: *x\nd: [*y, *x]\n',
  'a: {b: [1, 2,], c: {}, "d":e, f, g: , h: "#", i: a#b, -j: -k} # x\n', 'a: [\n  1, # one\n  {b: c}\n  ]\n', 'a: ~\nb: null\nc: true\nd: 0x1F\ne: 1e3\nf: .5\ng: -.inf\nh: .nan\ni: 0o17\nj: 1_000\nk: 2020-01-01\nl: 1.\nm: +1\nn: no\n',
  '/a/{b}: 1\nhttp://x: y:z\na b: c d\n', 'a:\r\n  b: |\r\n    x\r\n    y\r\n  c: d # e\r\n\r\n', '\uFEFFa: b', 'a:\n    b: 1\nc:\n d: 2\n', '{a: 1}\n', 'a: -1\nb: -x\nc: ?x\nd: :x\n', 'a:\n  - b: 1\n\n    c: 2\n  # x\n  - d\n',
];

/** Texts that look like those, and are left to the complete reader, because they are errors or mean something else. */
const left: readonly string[] = [
  'a: b: c\n', 'a: !t b\n', '? a\n: b\n', 'a: 1\n---\nb: 2\n', 'a: 1\n...\n', '%YAML 1.2\n---\na: 1\n', 'a:\tb\n', 'a:\n\tb: 1\n', 'a: 1\n b: 2\n', ' a: 1\nb: 2\n', 'a: "x\n  y"\n', 'a: |2\n  x\n', 'a: |+\n  x\n\nb: 1\n',
  'a: >\n  x\n   y\n', 'a: [b: c]\n', 'a: {b\nc}\n', 'a: [x\n  y]\n', 'a: *gone\n', '- a\n', 'a:\n-\n', 'a\n', '&a b: c\n', 'a: @x\n', 'a: `x`\n', 'a: "\\x41"\n', 'a: x #y\n  z\n', 'a: [1]x\n', 'a: "x" y\n', 'a: &x\nb: 1\n', 'a: [\n1]\nb: {\n}\n', 'a: x\rb: y\n', '[', 'a: [', 'a: {b: ',
];

describe('the quick reader', () => {
  it.each(usual)('reads %j as the complete one does', (text) => {
    const complete = readYaml(text);
    expect(complete.errors).toEqual([]);
    expect(readFlat(text)).toEqual(complete);
  });

  it.each(left)('leaves %j', (text) => {
    expect(readFlat(text)).toBeNull();
  });

  it('never says anything else than the complete one about half-typed text', () => {
    let both = 0;
    for (const text of [...usual, ...left].flatMap((whole) => [...mutations(whole, 60)])) {
      const flat = readFlat(text);
      if (flat === null) continue;
      both++;
      const complete = readYaml(text);
      if (JSON.stringify(flat) !== JSON.stringify(complete)) expect({ text, ...flat }).toEqual({ text, ...complete });
    }
    expect(both).toBeGreaterThan(1000);
  });
});

describe('the tree of a document', () => {
  const at = (text: string, node: DocumentNode | null | undefined): string => text.slice(node?.start, node?.end);

  it('has the same places in YAML and JSON', () => {
    const text = '{ "a": { "b": [1, "x"] }, "c": null }';
    for (const file of ['a.json', 'a.yaml']) {
      const { root, errors } = parseDocument(file, text);
      expect(errors).toEqual([]);
      if (root?.kind !== 'map') throw new Error('no map');
      expect(at(text, root)).toBe(text);
      expect(root.entries.map((entry) => [entry.key, text.slice(entry.keyStart, entry.keyEnd), at(text, entry.value)])).toEqual([['a', '"a"', '{ "b": [1, "x"] }'], ['c', '"c"', 'null']]);
    }
  });

  it('ends nodes in front of comments and blank lines', () => {
    const text = 'a:\n  b: |\n    text\n\n  # c\n\nd: # e\n  - x # f\n# g\n';
    const { root } = parseDocument('a.yaml', text);
    expect(root?.kind === 'map' && root.entries.map((entry) => at(text, entry.value))).toEqual(['b: |\n    text', '- x']);
  });

  it('is empty, with an error, for what is too large', () => {
    const huge = parseDocument('a.yaml', ' '.repeat(32_000_001));
    expect(huge).toMatchObject({ root: null, errors: [{ message: 'The document is too large to be read.' }] });
  });

  it('is read quickly from a large text', () => {
    const text = `openapi: 3.0.0\npaths:\n${Array.from({ length: 20_000 }, (_, i) => `  /a${i}/{id}:\n    get:\n      summary: Number ${i}\n      responses:\n        '200': { description: "x" }\n`).join('')}`;
    const before = process.cpuUsage().user;
    const { root } = parseDocument('a.yaml', text);
    const mine = process.cpuUsage().user - before;
    const middle = process.cpuUsage().user;
    readYaml(text);
    expect(root?.kind).toBe('map');
    expect(mine * 3).toBeLessThan(process.cpuUsage().user - middle);
  });
});

it('asks little of files that are no documents', () => {
  const text = JSON.stringify(Array.from({ length: 200_000 }, (_, i) => ({ id: i, name: 'swagger' })));
  const before = process.cpuUsage().user;
  expect(looksLikeSpec('a.json', text)).toBe(false);
  expect(looksLikeSpec('a.yaml', `a: ${' '.repeat(1_000_000)}openapi: ${'#\n'.repeat(500_000)}`)).toBe(false);
  expect(process.cpuUsage().user - before).toBeLessThan(500_000);
});
