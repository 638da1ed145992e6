import { describe, expect, it } from 'vitest';
import { markdownCode, markdownText } from '../../server/src/reports/escape';
import { csvCell, inventoryCsv } from '../../server/src/reports/inventory-csv';
import { inventoryJson } from '../../server/src/reports/inventory-json';
import { inventoryMarkdown } from '../../server/src/reports/inventory-markdown';
import { inventoryTable } from '../../server/src/reports/inventory-table';
import { fitted, textWidth } from '../../server/src/reports/style';
import { unifiedDiff } from '../../server/src/reports/unified-diff';
import { endpoint, model } from '../checks/models';
import { inventoryReport } from './samples';

const plain = { colour: false, width: null };

/** Reads CSV as a spreadsheet does: quotes, doubled quotes, CRLF. */
function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('JSON', () => {
  it('has the shape of the contract', () => {
    expect(JSON.parse(inventoryJson(inventoryReport()))).toEqual({
      schemaVersion: 1,
      tool: { name: 'routewarden', version: '9.9.9' },
      root: '/work space/api',
      applications: [{ id: 'app', framework: 'express', entry: 'src/app.ts' }],
      endpoints: [
        {
          id: 'GET /health', method: 'GET', path: '/health', pathComplete: false, protocol: 'http', application: 'app', framework: 'express', state: 'unmounted', file: 'src/app.ts', line: 5, handler: null,
          auth: { status: 'public', mechanisms: [], roles: [], scopes: [], evidence: [] }, parameters: [], requestBody: null, responses: [], rateLimited: null,
          spec: { status: 'no-spec', document: null, pointer: null, line: null }, deprecated: false, sunset: null, owners: [], lastModified: null, assumptions: [], findings: [],
        },
        {
          id: 'GET /users/{id}', method: 'GET', path: '/users/{id}', pathComplete: true, protocol: 'http', application: 'app', framework: 'express', state: 'live', file: 'src/users.ts', line: 12,
          handler: { file: 'src/users.ts', line: 30, name: 'getUser' },
          auth: { status: 'required', mechanisms: ['bearer'], roles: ['admin'], scopes: ['read'], evidence: [{ message: 'requireUser refuses', file: 'src/guard.ts', line: 3 }] },
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          requestBody: { fields: [{ path: 'email', type: 'string', class: 'personal.contact' }], validated: false },
          responses: [{ status: 200, complete: true, fields: [
            { path: 'passwordHash', type: 'string', class: 'credential', source: 'prisma:User.passwordHash' }, { path: 'name', type: 'string', class: null, source: null },
          ] }],
          rateLimited: false, spec: { status: 'registered', document: 'openapi.yaml', pointer: '/paths/~1users~1{id}/get', line: 41 }, deprecated: true, sunset: '2027-01-01', owners: [], lastModified: null,
          assumptions: [{ message: "API_PREFIX is '/api'", file: 'src/config.ts', line: 2 }], findings: ['x/a', 'x/b'],
        },
      ],
      operations: [
        { id: 'GET /old', document: 'openapi.yaml', pointer: '/paths/x', line: 3, status: 'unimplemented', auth: { status: 'unspecified', schemes: [] }, deprecated: true },
        { id: 'GET /users/{id}', document: 'openapi.yaml', pointer: '/paths/~1users~1{id}/get', line: 41, status: 'implemented', auth: { status: 'required', schemes: ['jwt'] }, deprecated: false },
      ],
      outbound: [],
      coverage: {
        files: 9, analysed: 7, skipped: [{ file: 'a.ts', reason: 'is not UTF-8 text' }, { file: 'z.js', reason: 'is minified' }],
        unresolved: [{ file: 'src/app.ts', line: 8, reason: 'the prefix comes from a call' }],
      },
    });
  });

  it('does not depend on the order in which things were found', () => {
    const report = inventoryReport();
    const turned = { ...report, model: { ...report.model, endpoints: [...report.model.endpoints].reverse(), operations: [...report.model.operations].reverse() }, findings: [...report.findings].reverse() };
    expect(inventoryJson(turned)).toBe(inventoryJson(report));
    expect(inventoryCsv(turned)).toBe(inventoryCsv(report));
  });
});

describe('CSV', () => {
  it('is one row an endpoint, lists joined, lines ended with CRLF', () => {
    const text = inventoryCsv(inventoryReport());
    const [head, health, user] = readCsv(text);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Object.fromEntries((head ?? []).map((name, index) => [name, user?.[index]]))).toEqual({
      'method': 'GET', 'path': '/users/{id}', 'path complete': 'yes', 'protocol': 'http', 'application': 'app', 'framework': 'express', 'state': 'live', 'auth': 'required', 'mechanisms': 'bearer',
      'roles': 'admin', 'scopes': 'read', 'rate limited': 'no', 'spec': 'registered', 'document': 'openapi.yaml', 'deprecated': 'yes', 'sunset': '2027-01-01', 'file': 'src/users.ts', 'line': '12',
      'handler': 'getUser', 'parameters': 'path id', 'body fields': 'email', 'body validated': 'no', 'response fields': 'passwordHash; name', 'sensitive fields': 'passwordHash (credential)', 'findings': 'x/a; x/b',
    });
    expect(health?.slice(0, 3)).toEqual(['GET', '/health', 'no']);
  });

  it.each([
    ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'], ['+1', "'+1"], ['-1', "'-1"], ['@team', "'@team"], ['\tx', "'\tx"], ['\rx', '"\'\rx"'],
    ['/a=b', '/a=b'], ['a,b', '"a,b"'], ['say "x"', '"say ""x"""'], ['a\nb', '"a\nb"'], ['', ''],
  ])('writes %j as %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  it('lets no name of the workspace become a formula', () => {
    const evil = endpoint('GET /x', { application: '=cmd()', file: '@a.ts', handler: { file: 'a', range: endpoint('GET /').range, name: '+run' }, auth: { ...endpoint('GET /').auth, roles: ['-1+1', 'b'] } });
    for (const cell of readCsv(inventoryCsv(inventoryReport({ model: model([evil]) })))[1] ?? []) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  });
});

describe('table', () => {
  it('is one line an endpoint and a sum', () => {
    expect(inventoryTable(inventoryReport(), plain).split('\n')).toEqual([
      'METHOD  PATH                                 AUTH                           SPEC        AT               FINDINGS',
      'GET     /health [prefix unknown, unmounted]  public                         -           src/app.ts:5',
      'GET     /users/{id} [deprecated]             required (bearer, role admin)  registered  src/users.ts:12  x/a, x/b',
      '',
      '2 endpoints in 1 application, 9 files; 2 files skipped, 1 place unresolved (--format markdown lists them).',
      '',
    ]);
  });

  it.each([60, 80, 100, 200])('fits %i columns', (width) => {
    const long = endpoint(`GET /${'very-long-segment/'.repeat(8)}`, { file: `packages/${'deep/'.repeat(12)}routes.ts` });
    const lines = inventoryTable(inventoryReport({ model: model([long, endpoint('POST /日本語/テスト')]) }), { colour: false, width }).split('\n');
    for (const line of lines.slice(0, 3)) expect(textWidth(line)).toBeLessThanOrEqual(width);
    expect(lines.some(line => line.includes('routes.ts:5'))).toBe(true);
  });

  it('is not cut when nobody looks at a terminal', () => {
    const path = `/${'segment/'.repeat(40)}`;
    expect(inventoryTable(inventoryReport({ model: model([endpoint(`GET ${path}`)]) }), plain)).toContain(path);
  });

  it('says so when there is nothing, and shows control characters', () => {
    expect(inventoryTable(inventoryReport({ model: model([]), findings: [] }), plain)).toBe('0 endpoints in 1 application, 1 file.\n');
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(inventoryTable(inventoryReport({ model: model([endpoint('GET /\u001b[31m', { file: 'a\nb.ts' })]) }), plain)).not.toMatch(/\u001b|a\nb/);
  });

  it('is coloured on request only', () => {
    expect(inventoryTable(inventoryReport(), { colour: true, width: 120 })).toContain('\u001b[32mrequired');
  });
});

describe('Markdown', () => {
  it('has the endpoints and the coverage', () => {
    const text = inventoryMarkdown(inventoryReport());
    expect(text).toContain('| GET | `/users/{id}` | required | bearer, role admin | registered | express | `src/users.ts:12` | `x/a`, `x/b` | deprecated |\n');
    expect(text).toContain('| GET | `/health` | public |  | no-spec | express | `src/app.ts:5` |  | prefix not resolved, unmounted |\n');
    expect(text).toContain('9 files, 7 analysed, 2 skipped, 1 place unresolved.');
    expect(text).toContain('| `a.ts` | skipped: is not UTF-8 text |\n');
  });

  it('keeps pipes, code marks, markup and line breaks inside their cell', () => {
    expect(markdownCode('/a|b')).toBe('`/a\\|b`');
    expect(markdownCode('a`b``c')).toBe('``` a`b``c ```');
    expect(markdownText('a|b <script> [x](y) *z* snake_case _it_\nnew')).toBe('a\\|b &lt;script&gt; \\[x\\](y) \\*z\\* snake_case \\_it\\_\\\\nnew');
    const evil = endpoint('GET /a|b', { framework: 'x|y', file: 'a|b`c.ts' });
    const row = inventoryMarkdown(inventoryReport({ model: model([evil]) })).split('\n').find(line => line.startsWith('| GET'));
    expect(row?.match(/(?<!\\)\|/g)).toHaveLength(10);
  });
});

describe('words in a width', () => {
  it('cuts at the end or at the start', () => {
    expect([fitted('abcdef', 4), fitted('abcdef', 4, 'start'), fitted('abc', 3), fitted('日本語', 5)]).toEqual(['abc…', '…def', 'abc', '日本…']);
    expect(textWidth('e\u0301日')).toBe(3);
  });
});

describe('diff', () => {
  it('is what patch takes, without files that did not change', () => {
    expect(unifiedDiff([{ file: 'src/a.ts', before: 'a\nb\nc\n', after: 'a\nB\nc\n' }, { file: 'same.ts', before: 'x', after: 'x' }])).toBe('--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n');
  });
});
