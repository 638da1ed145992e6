import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { registerOperation } from '../../server/src/specs/register';
import { expectRegistered, full, operation, registered } from './registering';

const fixture = (file: string): string => readFileSync(fileURLToPath(new URL(`./fixtures/${file}`, import.meta.url)), 'utf8');
const lines = (...all: string[]): string => `${all.join('\n')}\n`;
const head = ['openapi: 3.0.3', 'info:', '  title: T', "  version: '1'"];

describe('registering in YAML', () => {
  it('writes a path behind those that share its start, as the document does', () => {
    const text = lines(...head, '# all paths', 'paths:', '  /users: # people', '    get:', '      responses:', "        '200':", '          description: ok', '      # end of users', '  # next', '  /z:', '    get:', '      responses: {}', 'components: {}');
    expect(registered(text, 'a.yaml', operation('GET', '/users/{id}'))).toBe(lines(
      ...head, '# all paths', 'paths:', '  /users: # people', '    get:', '      responses:', "        '200':", '          description: ok', '      # end of users',
      '  /users/{id}:', '    get:', '      parameters:', '        - name: id', '          in: path', '          required: true', '          schema:', '            type: string', '      responses:', "        '200':", '          description: OK',
      '  # next', '  /z:', '    get:', '      responses: {}', 'components: {}',
    ));
  });

  it('writes behind the last path when none shares its start, with the document\'s empty lines, widths, dashes and quotes', () => {
    const text = lines('openapi: "3.0.3"', 'info:', '    title: T', '    version: "1"', 'tags:', '- name: a', 'paths:', '    "/a":', '        get:', '            responses:', '                200:', '                    description: "1"', '', '    "/b":', '        get:', '            responses:', '                200:', '                    description: "2"');
    expect(registered(text, 'a.yaml', operation('delete', '/c/{x}', { responses: [{ status: 204, fields: [{ path: 'a', type: null }] }], summary: 'Remove: it' }))).toBe(text + lines(
      '', '    "/c/{x}":', '        delete:', '            summary: "Remove: it"', '            parameters:', '            - name: x', '              in: path', '              required: true', '              schema:', '                  type: string',
      '            responses:', '                204:', '                    description: No Content',
    ));
  });

  it('writes maps on one line where the document does', () => {
    const text = readFileSync(fileURLToPath(new URL('../editor/workspace/openapi.yaml', import.meta.url)), 'utf8');
    const out = expectRegistered(text, 'openapi.yaml', operation('GET', '/notes/export', { responses: [{ status: 200, fields: [] }], parameters: [{ name: 'q', in: 'query', required: false, type: 'string' }] }));
    expect(out).toContain([
      '        - { name: id, in: path, required: true, schema: { type: integer } }', '      responses:', "        '204': { description: Deleted }",
      '  /notes/export:', '    get:', '      parameters:', '        - { name: q, in: query, schema: { type: string } }', '      responses:', "        '200': { description: OK }", '  /users/{id}:', '',
    ].join('\n'));
  });

  it('adds a method behind the last one of a path that is there, and uses its names', () => {
    const text = lines(...head, 'paths:', '  /users/{userId}:', '    parameters:', '      - { name: userId, in: path, required: true, schema: { type: string } }', '    get: { responses: { 200: { description: x } } }', '    x-note: y');
    const out = expectRegistered(text, 'a.yaml', operation('PATCH', '/users/{id}', { parameters: [{ name: 'id', in: 'path', required: true, type: 'number' }] }), '/users/{userId}');
    expect(out).toBe(text.replace('    x-note', '    patch:\n      responses:\n        200: { description: OK }\n    x-note'));
    const bare = lines(...head, 'paths:', '  /users/{userId}: {}');
    expect(registered(bare, 'a.yaml', operation('PATCH', '/users/{id}', { parameters: [{ name: 'id', in: 'path', required: true, type: 'number' }] }))).toContain('- name: userId\n          in: path\n          required: true\n          schema:\n            type: number\n');
  });

  const empties: readonly (readonly [string, string])[] = [
    ['no paths', lines(...head, 'servers: []', '# parts', 'components: {}')],
    ['no paths and nothing behind', lines(...head).trimEnd()],
    ['empty paths', lines(...head, 'paths: {} # none', 'components: {}')],
    ['empty paths at the end', lines(...head, 'paths: {}').trimEnd()],
    ['paths of nothing', lines(...head, 'paths: # none', '  # really', 'components: {}')],
    ['paths of null', lines(...head, 'paths: null', 'components: {}')],
    ['paths of a tilde', lines(...head, 'paths: ~ # x', 'components: {}')],
    ['an anchor in front of nothing', lines(...head, 'paths: &p {}')],
    ['empty braces with a comment', lines(...head, 'paths: {', '  # none', '}')],
    ['a path of nothing', lines(...head, 'paths:', '  /users/{id}/roles/{role}:', '  /z: {}')],
    ['an empty path', lines(...head, 'paths:', '  /users/{id}/roles/{role}: {} # c')],
  ];
  it.each(empties)('makes room where there is %s', (_, text) => {
    const out = expectRegistered(text, 'a.yaml', operation('GET', '/users/{id}/roles/{role}'));
    if (!text.includes('{\n')) expect(out).toContain('\n  /users/{id}/roles/{role}:');
  });

  it('puts paths before the components', () => {
    expect(registered(empties[0]![1], 'a.yaml', operation('GET', '/a'))).toBe(lines(...head, 'servers: []', 'paths:', '  /a:', '    get:', '      responses:', "        '200':", '          description: OK', '# parts', 'components: {}'));
  });

  const styles: readonly (readonly [string, string])[] = [
    ['braces on one line', lines('{ openapi: 3.0.3, info: { title: T, version: "1" }, paths: { /a: { get: { responses: { "200": { description: x } } } } } }')],
    ['JSON inside of YAML', '{"openapi":"3.0.3","info":{"title":"T","version":"1"},"paths":{"/users/{id}":{"get":{"responses":{"200":{"description":"x"}}}},"/z":{}}}'],
    ['braces over lines with comments', lines(...head, 'paths: {', '  /users: { # people', '    get: { responses: { "200": { description: x } } }, # g', '  }, # after', '  /z: {}, # last', '}')],
    ['braces over lines without a last comma', lines(...head, 'paths:', '  {', '    /users: {},', '    /z: {} # last', '  }')],
    ['anchors and merges', lines(...head, 'x-r: &r', '  responses: &rs', "    '200': { description: x }", 'paths:', '  /users: &u', '    get: { <<: *r }', '  /v:', '    get:', '      responses: *rs')],
    ['a path behind an alias', lines(...head, 'paths:', '  /people: &u', '    get: { responses: { "200": { description: x } } }', '  /v: *u')],
    ['tabs in comments', lines(...head, 'paths:\t# tabs', '  /users:', '    get:\t# here\ttoo', '      responses:', '\t# and here', "        '200': { description: x } \t#c")],
    ['no final newline', lines(...head, 'paths:', '  /users:', '    get:', '      responses:', "        '200': { description: x }").trimEnd()],
    ['a text at the end without newline', lines(...head, 'paths:', '  /users:', '    get:', '      responses: { "200": { description: x } }', '      description: |', '        text').trimEnd()],
    ['a text and blank lines at the end', lines(...head, 'paths:', '  /users:', '    get:', '      responses: { "200": { description: x } }', '      description: >-', '        text', '', '        more', '', '', '# bye')],
    ['a document end', lines('---', ...head, 'paths:', '  /users:', '    get:', '      responses: { "200": { description: x } }', '...', '# after')],
    ['a directive', lines('%YAML 1.2', '---', ...head, 'paths:', '  /users: {}')],
    ['a byte order mark', `\uFEFF${lines(...head, 'paths:', '  /users: {}')}`],
    ['an indented root', lines(...['openapi: 3.0.3', 'info: { title: T, version: 1.0.0 }', 'paths:', '  /users: {}'])],
    ['quoted keys', lines('"openapi": "3.0.3"', '"info":', '  "title": "T"', '  "version": "1"', '"paths":', '  "/users":', '    "get":', '      "responses": {}')],
    ['plain scalars over lines', lines(...head, 'paths:', '  /users:', '    get:', '      responses: {}', '      summary: one', '        two', '        # no', '  /z: {}')],
    ['extensions behind the paths', lines(...head, 'paths:', '  /b:', '    get: { responses: {} }', '  x-more: [1, 2]')],
  ];
  it.each(styles)('keeps everything else: %s', (_, text) => {
    expectRegistered(text, 'a.yaml', full('POST', '/users/{id}'));
    for (const what of [full(), full('patch', '/users'), operation('HEAD', '/')]) {
      const path = what.path.replace('?', '');
      expectRegistered(text, 'a.yaml', what, path);
      expectRegistered(text.replace(/\n/g, '\r\n'), 'a.yaml', what, path);
    }
  });

  it.each(['shop-3.0.yaml', 'next-3.2.yaml'])('keeps %s', (file) => {
    expectRegistered(fixture(file), file, full(), '/users/{id}/roles/{role}');
    expectRegistered(fixture(file), file, full('PUT', '/ratings'));
  });
});

describe('registering in JSON', () => {
  it('writes with the document\'s tabs and keeps a short map short', () => {
    const text = fixture('legacy-2.0.json');
    const out = expectRegistered(text, 'a.json', operation('GET', '/orders/{id}/lines', { summary: 'Lines "of" it', security: 'public' }));
    expect(out).toBe(text.replace(/\n\t\t\}\n\t\}\n\}\n$/, [
      '', '\t\t},', '\t\t"/orders/{id}/lines": {', '\t\t\t"get": {', '\t\t\t\t"summary": "Lines \\"of\\" it",', '\t\t\t\t"security": [],', '\t\t\t\t"parameters": [',
      '\t\t\t\t\t{ "name": "id", "in": "path", "required": true, "type": "string" }', '\t\t\t\t],', '\t\t\t\t"responses": {', '\t\t\t\t\t"200": { "description": "OK" }', '\t\t\t\t}', '\t\t\t}', '\t\t}', '\t}', '}', '',
    ].join('\n')));
    JSON.parse(out);
  });

  const texts: readonly (readonly [string, string, boolean])[] = [
    ['on one line', '{"openapi":"3.1.0","info":{"title":"T","version":"1"},"paths":{}}', true],
    ['on one line with blanks', '{ "openapi": "3.1.0", "info": { "title": "T", "version": "1" }, "paths": { "/a": {} } }', true],
    ['two blanks, no paths', JSON.stringify({ openapi: '3.1.0', info: { title: 'T', version: '1' }, components: {} }, null, 2), true],
    ['four blanks, empty paths', JSON.stringify({ openapi: '3.1.0', info: { title: 'T', version: '1' }, paths: {} }, null, 4), true],
    ['CRLF', JSON.stringify({ openapi: '3.1.0', info: { title: 'T', version: '1' }, paths: { '/users/{id}': { get: {} }, '/z': {} } }, null, 2).replace(/\n/g, '\r\n'), true],
    ['comments and last commas', '{\n  // c\n  "openapi": "3.1.0", // v\n  "info": { "title": "T", "version": "1", },\n  "paths": {\n    "/users": {}, // u\n    "/z": {}, // z\n  },\n}\n', false],
    ['a comment behind the last', '{\n  "openapi": "3.1.0",\n  "info": { "title": "T", "version": "1" },\n  "paths": {\n    "/z": {} // z\n  }\n}\n', false],
  ];
  it.each(texts)('keeps everything else: %s', (_, text, strict) => {
    for (const what of [full(), operation('GET', '/zz'), operation('PUT', '/z')]) {
      const path = what.path.replace('?', '');
      // The comments are no YAML; what is said is compared by the tree then.
      const out = strict ? expectRegistered(text, 'a.json', what, path) : registered(text, 'a.json', what);
      if (strict) JSON.parse(out);
      else expect(out.match(/\/\/ \w/g)).toEqual(text.match(/\/\/ \w/g));
      expect(out.trim().includes('\n')).toBe(text.trim().includes('\n'));
    }
  });

  it('keeps comments where they stand', () => {
    expect(registered(texts[5]![1], 'a.json', operation('GET', '/users/x'))).toContain('    "/users": {}, // u\n    "/users/x": {\n');
    expect(registered(texts[6]![1], 'a.json', operation('GET', '/a'))).toContain('    "/z": {}, // z\n    "/a": {\n');
  });
});

describe('what is written', () => {
  const said = (text: string, file: string, what = full()): Record<string, unknown> => {
    const { paths } = parse(registered(text, file, what)) as { paths: Record<string, Record<string, Record<string, unknown>>> };
    return paths[what.path.replace(/[?*]/g, '')]?.[what.method.toLowerCase()] ?? {};
  };
  const declared = 'components: { securitySchemes: { bearer: { type: http, scheme: bearer }, key: { type: apiKey, in: header, name: K } } }';

  it('is the whole operation in 3.0', () => {
    expect(said(lines(...head, declared), 'a.yaml')).toEqual({
      summary: "Change a user's role: now", operationId: 'changeRole', deprecated: true, security: [{ bearer: [] }],
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'integer' } }, { name: 'role', in: 'path', required: true, schema: { type: 'string' } },
        { name: 'dry', in: 'query', schema: { type: 'boolean' } }, { name: 'tags', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
        { name: 'X-Trace', in: 'header', required: true, schema: { type: 'string' } }, { name: 'sid', in: 'cookie', schema: { type: 'string' } },
      ],
      requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', properties: {
        name: { type: 'string' }, until: { type: 'string', format: 'date-time' }, rights: { type: 'array', items: { type: 'string' } }, owner: { type: 'object', properties: { id: { type: 'number' } } },
      } } } } },
      responses: {
        200: { description: 'OK', content: { 'application/json': { schema: { type: 'object', properties: {
          users: { type: 'array', items: { type: 'object', properties: { id: { type: 'integer' }, email: { type: 'string' } } } }, ok: { type: 'boolean' }, page: {},
        } } } } },
        404: { description: 'Not Found' },
        default: { description: 'Response', content: { 'application/json': { schema: { type: 'array', items: { type: 'object', properties: { code: { type: 'integer' } } } } } } },
      },
    });
  });

  it('is the body as a parameter and types beside names in 2.0, without cookies', () => {
    const text = lines('swagger: "2.0"', 'info: { title: T, version: "1" }', 'paths: {}', 'securityDefinitions: { bearer: { type: basic } }');
    expectRegistered(text, 'a.yaml', full(), '/users/{id}/roles/{role}');
    const { parameters, requestBody, responses } = said(text, 'a.yaml') as { parameters: unknown[]; requestBody: unknown; responses: Record<string, Record<string, unknown>> };
    expect(requestBody).toBeUndefined();
    expect(parameters.slice(0, 2)).toEqual([{ name: 'id', in: 'path', required: true, type: 'integer' }, { name: 'role', in: 'path', required: true, type: 'string' }]);
    expect(parameters.at(-1)).toMatchObject({ name: 'body', in: 'body', required: true, schema: { type: 'object' } });
    expect(parameters).toHaveLength(6);
    expect(Object.keys(responses['200'] ?? {})).toEqual(['description', 'schema']);
  });

  it('asks for what the document does not ask for already', () => {
    const security = (global: string, asked: readonly string[] | 'public' | null): unknown => said(lines(...head, global, declared), 'a.yaml', operation('GET', '/a', { security: asked }))['security'];
    expect(security('security: [{ bearer: [] }]', ['bearer'])).toBeUndefined();
    expect(security('security: [{ bearer: [] }, {}]', ['bearer'])).toEqual([{ bearer: [] }]);
    expect(security('security: [{ bearer: [] }]', ['key', 'bearer'])).toEqual([{ key: [] }, { bearer: [] }]);
    expect(security('x-a: 1', ['unknown'])).toBeUndefined();
    expect(security('x-a: 1', 'public')).toEqual([]);
    expect(security('x-a: 1', null)).toBeUndefined();
  });

  it('has a response in any case, and an operationId of its own', () => {
    expect(said(lines(...head), 'a.yaml', operation('GET', '/a', { responses: [] }))).toEqual({ responses: { default: { description: 'Response' } } });
    const text = lines(...head, 'paths:', '  /b:', '    get: { operationId: x, responses: {} }');
    expect(said(text, 'a.yaml', operation('GET', '/a', { operationId: 'x' }))).not.toHaveProperty('operationId');
    expect(said(text, 'a.yaml', operation('GET', '/a', { operationId: 'y' }))).toHaveProperty('operationId', 'y');
  });

  it('follows the order in which the document writes an operation', () => {
    const text = lines(...head, 'paths:', '  /b:', '    get:', '      operationId: b', '      responses: {}', '      deprecated: true', '      summary: x');
    expect(Object.keys(said(text, 'a.yaml', operation('GET', '/a', { operationId: 'a', summary: 's', deprecated: true, requestBody: null })))).toEqual(['operationId', 'responses', 'deprecated', 'summary']);
  });

  it.each(['no', 'true', '1', '1.5', '2020-01-01', '- x', 'a: b', 'a #b', "it's", '"q"', '', ' x ', '*a', '&a', '!t', '%x', '@x', '`x`', '{a}', '[a]', 'a,b', '?', '| x', '> x', 'null', '~', 'a:', 'ä ü', 'tab\there', '\u0007', '\u2028', '😀', '\ud800'])('says the summary %j', (summary) => {
    const bare = summary.replace(/\s+/g, ' ').trim();
    for (const text of [lines(...head), lines('openapi: "3.0.3"', 'info: { title: "T", version: "1" }', 'paths: {', '  "/b": { "get": {} }', '}'), lines(...head, 'paths: { /b: { get: {} } }')]) {
      expect(said(text, 'a.yaml', operation('GET', '/a', { summary }))['summary']).toEqual(bare === '' ? undefined : bare);
    }
  });

  it('says methods of its version only', () => {
    const text = (version: string): string => lines(`openapi: ${version}`, 'info: { title: T, version: "1" }');
    expect(registerOperation(text('3.1.0'), 'a.yaml', operation('QUERY', '/a'))).toBeNull();
    expectRegistered(text('3.2.0'), 'a.yaml', operation('QUERY', '/a'));
    expectRegistered(text('3.2.0'), 'a.yaml', operation('Purge', '/a'));
    const more = expectRegistered(fixture('next-3.2.yaml'), 'a.yaml', operation('LINK', '/other'));
    const both = registered(fixture('next-3.2.yaml'), 'a.yaml', operation('LINK', '/search'));
    expect(more).toContain('    additionalOperations:\n      LINK:\n        responses:');
    expect(both).toContain("          '204': { description: Purged }\n      LINK:\n        responses:");
    expect(registerOperation(fixture('next-3.2.yaml'), 'a.yaml', operation('purge', '/search'))).toBeNull();
  });
});

describe('what is not registered', () => {
  const text = lines(...head, 'paths:', '  /a/{x}:', '    get: { responses: {} }', '  /b: &b { get: { responses: {} } }', '  /c: *b', '  /d: { $ref: other.yaml }', '  /e: { $ref: "#/x-item" }', 'x-item: { put: {} }');
  it.each([
    ['what is there', operation('get', '/a/{y}')], ['any method', operation('ANY', '/z')], ['an unknown method', operation('PROPFIND', '/z')],
    ['a path that is none', operation('GET', 'z')], ['a path with an unknown part', operation('GET', '/{…}/z')], ['a pattern', operation('GET', '/z/*')], ['a query', operation('GET', '/z?x')],
    ['a method behind an alias', operation('POST', '/c')], ['a method of a path that an alias shares', operation('POST', '/b')], ['a method of another document', operation('POST', '/d')],
  ])('%s', (_, what) => {
    expect(registerOperation(text, 'a.yaml', what)).toBeNull();
  });

  it('but a method behind a reference inside of the document is, where it stands', () => {
    expect(registered(text, 'a.yaml', operation('POST', '/e'))).toContain('x-item: { put: {}, post: {');
    // Unless another path would get it too.
    expect(registerOperation(text.replace('x-item:', '  /f: { $ref: "#/x-item" }\nx-item:'), 'a.yaml', operation('POST', '/e'))).toBeNull();
  });

  it.each([
    ['no document', 'a.yaml', 'a: 1\n'], ['several documents', 'a.yaml', `${lines(...head)}---\nb: 1\n`], ['a broken one', 'a.yaml', `${lines(...head)}paths: {\n`], ['a broken JSON one', 'a.json', '{"openapi":"3.0.0","paths":{'],
    ['paths that are a list', 'a.yaml', lines(...head, 'paths: []')], ['paths that an alias repeats', 'a.yaml', lines(...head, 'paths: &p {}', 'x-a: *p')], ['paths behind an alias', 'a.yaml', lines(...head, 'x-p: &p { /q: {} }', 'paths: *p')], ['nothing', 'a.yaml', ''],
  ])('anything in %s', (_, file, broken) => {
    expect(registerOperation(broken, file, operation('GET', '/a'))).toBeNull();
  });
});
