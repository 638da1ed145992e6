import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import type { Log } from 'sarif';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkJson } from '../../server/src/reports/check-json';
import { checkMarkdown } from '../../server/src/reports/check-markdown';
import { checkSarif } from '../../server/src/reports/check-sarif';
import { checkText } from '../../server/src/reports/check-text';
import { at } from '../checks/models';
import { checkReport, finding, fix, rule } from './samples';

const plain = { colour: false, width: null };
const suppressed = { reason: 'known', until: '2027-03-01', by: 'comment' } as const;
const coverage = { files: 3, analysed: 1, skipped: [{ file: 'b.js', reason: 'is minified' }, { file: 'a b.ts', reason: 'is not UTF-8 text' }], unresolved: [{ file: 'c.ts', line: 7, reason: 'unknown prefix' }] };

describe('JSON', () => {
  it('has the shape of the contract', () => {
    const report = checkReport([finding({ suppressed })], { fixes: () => [fix], coverage });
    expect(JSON.parse(checkJson(report))).toEqual({
      schemaVersion: 1,
      tool: { name: 'routewarden', version: '9.9.9' },
      root: '/work space/api',
      findings: [{
        check: 'auth/missing-authentication', severity: 'error', message: 'POST /users is open.', file: 'src/users.ts', range: { start: { line: 12, column: 3 }, end: { line: 12, column: 21 } },
        endpoint: 'POST /users', pointer: null, fingerprint: 'f1', owasp: 'API2:2023', cwe: 306,
        related: [{ message: 'mounted here', file: 'src/app.ts', range: { start: { line: 4, column: 1 }, end: { line: 4, column: 9 } } }],
        fixes: [{
          title: 'Add requireUser', safe: true,
          edits: [
            { file: 'src/users.ts', range: { start: { line: 12, column: 14 }, end: { line: 12, column: 14 } }, newText: 'requireUser, ' },
            { file: 'src/users.ts', range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }, newText: "import { requireUser } from './guard';\n" },
          ],
        }],
        suppressed: { reason: 'known', until: '2027-03-01', by: 'comment' },
      }],
      coverage: { files: 3, analysed: 1, skipped: [{ file: 'a b.ts', reason: 'is not UTF-8 text' }, { file: 'b.js', reason: 'is minified' }], unresolved: [{ file: 'c.ts', line: 7, reason: 'unknown prefix' }] },
    });
  });

  it('does not depend on the order in which findings were found', () => {
    const all = [
      finding({ file: 'b.ts' }), finding({ file: 'a.ts', range: at(9) }), finding({ file: 'a.ts', range: at(10) }), finding({ file: 'a.ts', range: at(9, 2) }), finding({ file: 'a.ts', range: at(9), check: 'a/a' }),
      finding({ file: 'B.ts' }), finding({ file: 'a.ts', range: at(9), message: 'A' }),
    ];
    const text = checkJson(checkReport(all));
    expect(checkJson(checkReport([...all].reverse()))).toBe(text);
    const order = (JSON.parse(text) as { findings: { file: string; range: { start: { line: number; column: number } }; check: string }[] }).findings;
    expect(order.map(one => `${one.file}:${one.range.start.line}:${one.range.start.column} ${one.check.slice(0, 3)}`)).toEqual([
      'B.ts:12:3 aut', 'a.ts:9:1 a/a', 'a.ts:9:1 aut', 'a.ts:9:1 aut', 'a.ts:9:2 aut', 'a.ts:10:1 aut', 'b.ts:12:3 aut',
    ]);
  });

  it('is one document that ends with a line break', () => {
    expect(checkJson(checkReport([]))).toMatch(/^\{[\s\S]*\}\n$/);
  });
});

describe('SARIF', () => {
  let valid: (log: unknown) => readonly string[];
  beforeAll(() => {
    const file = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
    const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(schema);
    valid = log => validate(log) ? [] : (validate.errors ?? []).map(error => `${error.instancePath} ${error.message ?? ''}`);
  });
  const parse = (text: string): Log => JSON.parse(text) as Log;

  it('is valid by the schema, whatever is in it', () => {
    const findings = [finding(), finding({ suppressed, severity: 'hint', endpoint: null, pointer: '/paths/~1x' }), finding({ check: 'spec/of-no-rule', severity: 'info', related: [] })];
    expect(valid(parse(checkSarif(checkReport(findings, { fixes: () => [fix], coverage }))))).toEqual([]);
    expect(valid(parse(checkSarif(checkReport([]))))).toEqual([]);
    expect(valid({ version: '2.1.0', runs: [{ results: [] }] })).not.toEqual([]);
  });

  it('says rules, places, fingerprints, suppressions and fixes', () => {
    const run = parse(checkSarif(checkReport([finding(), finding({ range: at(20), suppressed, severity: 'info' })], { fixes: () => [fix], rules: [{ ...rule, id: 'a/first' }, rule] }))).runs[0];
    expect(run?.tool.driver.rules?.map(({ id, name }) => [id, name])).toEqual([['a/first', 'First'], ['auth/missing-authentication', 'MissingAuthentication']]);
    expect(run?.tool.driver.rules?.[1]).toMatchObject({ help: { markdown: 'Anybody can call it.\n\nAdd the guard.' }, defaultConfiguration: { level: 'error' }, properties: { tags: ['security', 'API2:2023', 'external/cwe/cwe-306'] } });
    expect(run?.originalUriBaseIds?.['ROOT']?.uri).toBe('file:///work%20space/api/');
    const [open, hidden] = run?.results ?? [];
    expect(open).toMatchObject({
      ruleId: 'auth/missing-authentication', ruleIndex: 1, level: 'error', message: { text: 'POST /users is open.' }, suppressions: [], partialFingerprints: { 'routewarden/v1': 'f1' },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'src/users.ts', uriBaseId: 'ROOT' }, region: { startLine: 12, startColumn: 3, endLine: 12, endColumn: 21 } }, logicalLocations: [{ fullyQualifiedName: 'POST /users' }] }],
      relatedLocations: [{ id: 0, message: { text: 'mounted here' }, physicalLocation: { artifactLocation: { uri: 'src/app.ts' }, region: { startLine: 4 } } }],
      fixes: [{ description: { text: 'Add requireUser' }, artifactChanges: [{ artifactLocation: { uri: 'src/users.ts' }, replacements: [
        { deletedRegion: { startLine: 12, startColumn: 14, endLine: 12, endColumn: 14 }, insertedContent: { text: 'requireUser, ' } }, { deletedRegion: { startLine: 1, startColumn: 1 } },
      ] }] }],
    });
    expect(hidden).toMatchObject({ level: 'note', suppressions: [{ kind: 'inSource', status: 'accepted', justification: 'known (until 2027-03-01)' }] });
  });

  it('carries what was not looked at', () => {
    const invocation = parse(checkSarif(checkReport([], { coverage }))).runs[0]?.invocations?.[0];
    expect(invocation?.toolExecutionNotifications?.map(({ level, message, locations }) => [level, message.text, locations?.[0]?.physicalLocation?.artifactLocation?.uri])).toEqual([
      ['warning', 'Skipped: is not UTF-8 text', 'a%20b.ts'], ['warning', 'Skipped: is minified', 'b.js'], ['note', 'Not resolved: unknown prefix', 'c.ts'],
    ]);
  });

  it('escapes names that mean something in an address', () => {
    const result = parse(checkSarif(checkReport([finding({ file: 'app/[id]/a#b?c%20 é.ts' })], { root: 'C:\\projects\\api' }))).runs[0];
    const uri = result?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
    expect(uri).toBe('app/%5Bid%5D/a%23b%3Fc%2520%20%C3%A9.ts');
    expect(result?.originalUriBaseIds?.['ROOT']?.uri).toBe('file:///C:/projects/api/');
    expect(new URL(uri, 'file:///r/').pathname.split('/').map(decodeURIComponent).join('/')).toBe('/r/app/[id]/a#b?c%20 é.ts');
  });
});

describe('text', () => {
  it('groups by file, shows the proof, and sums up', () => {
    const text = checkText(checkReport([finding(), finding({ file: 'src/a.ts', range: at(3), severity: 'warning', message: 'GET /a leaks.', check: 'exposure/x', related: [] }), finding({ suppressed })], { coverage }), plain);
    expect(text).toBe([
      'src/a.ts',
      '  3:1      warning  GET /a leaks.  exposure/x',
      '',
      'src/users.ts',
      '  12:3     error    POST /users is open.  auth/missing-authentication',
      '      src/app.ts:4  mounted here',
      '',
      '2 findings (1 error, 1 warning), 1 suppressed; 2 endpoints in 3 files; 2 files skipped, 1 place unresolved (--format markdown lists them).',
      '',
    ].join('\n'));
  });

  it('says so when there is nothing', () => {
    expect(checkText(checkReport([]), plain)).toBe('No findings; 2 endpoints in 3 files.\n');
  });

  it('cuts a long proof, but not for a single line', () => {
    const links = (count: number): string => checkText(checkReport([finding({ related: Array.from({ length: count }, (_, i) => ({ message: `step ${i}`, file: 'a.ts', range: at(i + 1) })) })]), plain);
    expect([links(5).match(/step/g)?.length, links(5).includes('more')]).toEqual([5, false]);
    expect([links(9).match(/step/g)?.length, links(9).includes('and 5 more')]).toEqual([4, true]);
  });

  it('shows control characters of names and words instead of obeying them', () => {
    const evil = '\u001b[2Jx\u202e\r\n\u0007y';
    const text = checkText(checkReport([finding({ file: evil, message: evil, related: [{ message: evil, file: evil, range: at(1) }] })]), plain);
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(text).toContain('\\x1b[2Jx\\u202e\\r\\n\\x07y');
    expect(text.split('\n')).toHaveLength(6);
  });

  it('is coloured on request only', () => {
    expect(checkText(checkReport([finding()]), { colour: true, width: 80 })).toContain('\u001b[31merror');
    expect(checkText(checkReport([finding()]), plain)).not.toContain('\u001b');
  });
});

describe('Markdown', () => {
  it('lists the heaviest first, what is suppressed and what was not looked at', () => {
    const text = checkMarkdown(checkReport([finding({ file: 'a.ts', severity: 'info', message: 'a|b <b>' }), finding(), finding({ suppressed })], { coverage, rules: [{ ...rule, url: 'https://example.org/x' }] }));
    const rows = text.split('\n').filter(line => line.startsWith('|'));
    expect(rows.slice(0, 4)).toEqual([
      '| Severity | Check | What | Endpoint | Where |', '| --- | --- | --- | --- | --- |',
      '| error | [`auth/missing-authentication`](https://example.org/x) | POST /users is open. | `POST /users` | `src/users.ts:12` |',
      '| info | [`auth/missing-authentication`](https://example.org/x) | a\\|b &lt;b&gt; | `POST /users` | `a.ts:12` |',
    ]);
    expect(rows).toContain('| [`auth/missing-authentication`](https://example.org/x) | `src/users.ts:12` | known | 2027-03-01 | comment |');
    expect(rows).toContain('| `c.ts:7` | unresolved: unknown prefix |');
    expect(text).toContain('2 findings (1 error, 1 info), 1 suppressed; written by routewarden 9.9.9.');
  });
});
