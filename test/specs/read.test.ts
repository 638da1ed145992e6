import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { positionAt } from '../../server/src/base/lines';
import type { SpecFacts } from '../../server/src/model/spec';
import { readSpec } from '../../server/src/specs/read';

const fixture = (file: string): string => readFileSync(fileURLToPath(new URL(`./fixtures/${file}`, import.meta.url)), 'utf8');

function read(file: string, text = fixture(file)): SpecFacts {
  const facts = readSpec(file, text);
  if (facts === null) throw new Error(`${file} is read as no document`);
  return facts;
}

const ids = (facts: SpecFacts): string[] => facts.operations.map((operation) => `${operation.method} ${operation.path}`);

function operation(facts: SpecFacts, id: string): SpecFacts['operations'][number] {
  const found = facts.operations.find((one) => `${one.method} ${one.path}` === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

const yaml = (...lines: string[]): SpecFacts => read('a.yaml', ['openapi: 3.0.3', 'info: { title: T, version: 1 }', ...lines, ''].join('\n'));

describe('a 3.0 document in YAML', () => {
  const text = fixture('shop-3.0.yaml');
  const facts = read('shop-3.0.yaml');

  it('gives version, title and base paths with variables by their defaults', () => {
    expect(facts).toMatchObject({ version: '3.0', title: 'Shop', basePaths: ['/api/v1', '/internal'], errors: [] });
  });

  it('gives every operation, through references, aliases and merges', () => {
    expect(ids(facts)).toEqual([
      'GET /products', 'POST /products', 'GET /products/{id}', 'GET /reviews', 'GET /opinions', 'GET /ratings',
    ]);
    expect(operation(facts, 'GET /ratings').operationId).toBe('ratings');
  });

  it('knows where the operations stand', () => {
    const get = operation(facts, 'GET /products');
    expect(text.slice(get.start, get.end)).toBe('get');
    expect(positionAt(facts.lineStarts, get.start)).toEqual({ line: 23, column: 5 });
    expect(get.pointer).toBe('/paths/~1products/get');
    expect(positionAt(facts.lineStarts, operation(facts, 'GET /products/{id}').start).line).toBe(75);
  });

  it('judges security: own before global, empty is public, an empty alternative is optional', () => {
    expect(operation(facts, 'GET /products').auth).toEqual({ status: 'public', schemes: [], scopes: [] });
    expect(operation(facts, 'POST /products').auth).toEqual({ status: 'required', schemes: ['bearer', 'apiKey'], scopes: ['write', 'admin'] });
    expect(operation(facts, 'GET /products/{id}').auth).toEqual({ status: 'required', schemes: ['bearer'], scopes: [] });
    expect(operation(facts, 'GET /ratings').auth).toEqual({ status: 'optional', schemes: ['bearer'], scopes: [] });
    expect(operation(yaml('paths: { /a: { get: {} } }'), 'GET /a').auth.status).toBe('unspecified');
    expect(operation(yaml('paths: { /a: { get: { security: [{}] } } }'), 'GET /a').auth.status).toBe('public');
    expect(operation(yaml('paths: { /a: { get: { security: [oops] } } }'), 'GET /a').auth.status).toBe('unspecified');
  });

  it('merges the parameters of path item and operation, references followed', () => {
    expect(operation(facts, 'GET /products').parameters).toEqual([
      { name: 'page', in: 'query', required: false, type: 'integer' },
      { name: 'q', in: 'query', required: false, type: 'string' },
    ]);
    expect(operation(facts, 'GET /products/{id}').parameters).toEqual([{ name: 'id', in: 'path', required: true, type: 'integer' }]);
    const overridden = yaml('paths:', '  /a/{id}:', '    parameters: [{ name: id, in: path, schema: { type: string } }]', '    get: { parameters: [{ name: id, in: path, schema: { type: integer } }] }');
    expect(operation(overridden, 'GET /a/{id}').parameters).toEqual([{ name: 'id', in: 'path', required: true, type: 'integer' }]);
  });

  it('follows references to references', () => {
    const facts = yaml('paths: { /a: { get: { parameters: [{ $ref: "#/components/parameters/A%20b~1c" }] } } }', 'components: { parameters: { "A b/c": { $ref: "#/components/parameters/B" }, B: { name: b, in: cookie } } }');
    expect(operation(facts, 'GET /a').parameters).toEqual([{ name: 'b', in: 'cookie', required: false, type: null }]);
  });

  it('gives summary, deprecation and status keys', () => {
    expect(operation(facts, 'POST /products')).toMatchObject({ summary: 'Add a product.\n\nOnly for editors.\n', deprecated: true, responses: ['201', 'default'], operationId: null });
    expect(operation(facts, 'GET /products')).toMatchObject({ summary: 'List products', deprecated: false, operationId: 'listProducts', responses: ['200'] });
  });

  it('gives the suppressions of operation and document with their places', () => {
    const [own, global] = operation(facts, 'POST /products').ignores;
    expect(own).toMatchObject({ check: 'auth/x', reason: 'trusted network', until: null });
    expect(text.slice(own?.start, own?.end)).toBe('{ check: auth/x, reason: trusted network }');
    expect(global).toMatchObject({ check: 'spec/no-contact', reason: 'internal document', until: '2027-01-31' });
    expect(operation(facts, 'GET /products').ignores).toHaveLength(1);
  });
});

describe('other versions', () => {
  it('reads 2.0 in JSON: basePath, parameters with types, no body among them, no TRACE', () => {
    const facts = read('legacy-2.0.json');
    expect(facts).toMatchObject({ version: '2.0', title: 'Legacy', basePaths: ['/v2'] });
    expect(ids(facts)).toEqual(['GET /orders', 'DELETE /orders/{id}']);
    expect(operation(facts, 'GET /orders').parameters).toEqual([{ name: 'limit', in: 'query', required: false, type: 'integer' }]);
    expect(operation(facts, 'DELETE /orders/{id}').auth).toEqual({ status: 'required', schemes: ['basic'], scopes: [] });
    const text = fixture('legacy-2.0.json');
    const { start, end } = operation(facts, 'GET /orders');
    expect(text.slice(start, end)).toBe('"get"');
  });

  it('reads QUERY and additional operations in 3.2 only', () => {
    const text = fixture('next-3.2.yaml');
    expect(ids(read('next-3.2.yaml'))).toEqual(['QUERY /search', 'GET /search', 'PURGE /search']);
    expect(operation(read('next-3.2.yaml'), 'PURGE /search').pointer).toBe('/paths/~1search/additionalOperations/PURGE');
    expect(operation(read('next-3.2.yaml'), 'GET /search').parameters[0]?.type).toBe('integer');
    expect(ids(read('a.yaml', text.replace('3.2.0', '3.1.1')))).toEqual(['GET /search']);
  });

  it.each([
    ['a.yaml', 'openapi: 3.1.0\n', '3.1'], ['a.yaml', 'swagger: 2.0\n', '2.0'], ['a.yml', '"openapi": "3.3.0"\n', '3.2'], ['a.json', '{"openapi":"3.0.0"}', '3.0'],
    ['a.yaml', '{"openapi": "3.0.0"}', '3.0'], ['a.yaml', '# c\n---\nopenapi: "3.0.1"\n', '3.0'], ['a.yaml', '\uFEFFopenapi: 3.0.1\n', '3.0'], ['a.json', '\uFEFF{"openapi":"3.0.0"}', '3.0'],
  ])('sees in %s that %j is %s', (file, text, version) => {
    expect(readSpec(file, text)?.version).toBe(version);
  });

  it.each([
    ['a.yaml', 'name: openapi\n'], ['a.yaml', 'info:\n  openapi: 3.0.0\n'], ['a.yaml', 'openapi: 4.0.0\n'], ['a.yaml', 'swagger: "1.2"\n'], ['a.json', '{"dependencies":{"swagger":"2.0"}}'],
    ['a.ts', 'openapi: 3.0.0\n'], ['a.yaml', ''], ['a.json', '{'], ['a.yaml', '- openapi: 3.0.0\n'],
  ])('sees in %s that %j is no document', (file, text) => {
    expect(readSpec(file, text)).toBeNull();
  });
});

describe('base paths', () => {
  it.each([
    ['https://a.example', ''], ['https://a.example/', ''], ['https://a.example:8080/v1?x=1', '/v1'], ['//a.example/v1', '/v1'], ['/v1/', '/v1'], ['v1', '/v1'], ['./', ''],
    ['{scheme}://a.example/v1', '/v1'], ['{origin}/v1', '/v1'], ['https://a.example/{tenant}/v1', '/{tenant}/v1'],
  ])('%s serves under %j', (url, path) => {
    expect(yaml(`servers: [{ url: '${url}' }]`).basePaths).toEqual([path]);
  });

  it('are one empty path without servers', () => {
    expect(yaml('paths: {}').basePaths).toEqual(['']);
    expect(yaml('servers: []').basePaths).toEqual(['']);
  });
});

describe('documents that are broken or hostile', () => {
  it('ends on cycles of references', () => {
    const facts = yaml('paths:', '  /a: { $ref: "#/paths/~1b" }', '  /b: { $ref: "#/paths/~1a" }', '  /c: { get: { parameters: [{ $ref: "#/paths/~1c/get/parameters/0" }] } }', '  /d: { $ref: "other.yaml#/x" }');
    expect(ids(facts)).toEqual(['GET /c']);
  });

  it('gives what was understood of half-typed text, with errors', () => {
    const facts = yaml('paths:', '  /a:', '    get:', '      responses: { "200": { description: ok } }', '  /b:', '    post:', '      summary: "unclosed');
    expect(ids(facts)).toContain('GET /a');
    expect(facts.errors.length).toBeGreaterThan(0);
    const json = read('a.json', '{"openapi":"3.0.0","paths":{"/a":{"get":{}},"/b":{"put":');
    expect(ids(json)).toContain('GET /a');
    expect(json.errors.length).toBeGreaterThan(0);
  });

  it('does not expand aliases of aliases', () => {
    const lines = Array.from({ length: 40 }, (_, i) => `x-${i}: &a${i} [${i === 0 ? 'lol' : Array<string>(10).fill(`*a${i - 1}`).join(', ')}]`);
    const merges = Array.from({ length: 40 }, (_, i) => `x-m${i}: &m${i} { k${i}: 1, <<: [${i === 0 ? '' : Array<string>(10).fill(`*m${i - 1}`).join(', ')}] }`);
    const before = process.cpuUsage().user;
    expect(ids(yaml(...lines, ...merges, 'paths: { /a: { get: { tags: *a39, <<: *m39 } } }'))).toEqual(['GET /a']);
    expect(process.cpuUsage().user - before).toBeLessThan(1_000_000);
  });

  it.each(['[', '{"a":', '- ', '{a: '])('survives deep nesting of %s', (open) => {
    for (const file of ['a.yaml', 'a.json']) {
      const text = file === 'a.yaml' ? `openapi: 3.0.0\nx: ${open.repeat(20_000)}` : `{"openapi":"3.0.0","x":${open.repeat(20_000)}`;
      const before = process.cpuUsage().user;
      expect(() => readSpec(file, text)).not.toThrow();
      expect(process.cpuUsage().user - before).toBeLessThan(5_000_000);
    }
  });
});

describe('suppression comments', () => {
  const told = (facts: SpecFacts): readonly unknown[] => facts.directives.map(({ line, checks, reason, until }) => ({ line, checks, reason, until }));

  it('speak for the next line, with checks, reason and date', () => {
    const facts = yaml(
      'paths:', '  /a:', '    # routewarden-ignore-next-line spec/one, spec/two -- known (until 2027-03-01)', '    get: # routewarden-ignore-next-line spec/* -- all',
      '      responses: {}', '#routewarden-ignore-next-line spec/one',
    );
    expect(told(facts)).toEqual([
      { line: 6, checks: ['spec/one', 'spec/two'], reason: 'known', until: '2027-03-01' }, { line: 7, checks: ['spec/*'], reason: 'all', until: null },
      { line: 9, checks: ['spec/one'], reason: '', until: null },
    ]);
    const first = facts.directives[0];
    expect(positionAt(facts.lineStarts, first?.start ?? 0)).toEqual({ line: 5, column: 5 });
    expect(positionAt(facts.lineStarts, first?.end ?? 0).line).toBe(5);
  });

  it('are found in a text that only the complete reader understands, and with other line ends', () => {
    const text = 'openapi: 3.0.3\r\npaths: !!map\r\n  # routewarden-ignore-next-line spec/one -- known\r\n  /a: {}\r\n';
    expect(told(read('a.yaml', text))).toEqual([{ line: 4, checks: ['spec/one'], reason: 'known', until: null }]);
  });

  it('are comments: not what stands in a text, a key or a block, and not after a character', () => {
    const words = 'routewarden-ignore-next-line spec/one -- known';
    expect(yaml('x-a: |', `  # ${words}`, 'x-b: >-', '  text', `  # ${words}`, `x-c: "# ${words}"`, `'# ${words}': 1`, `x-d: a#${words}`, 'paths: {}').directives).toEqual([]);
  });

  it('are read in JSON with comments', () => {
    const text = '{\n  "openapi": "3.0.3", // routewarden-ignore-next-line spec/one -- known\n  "paths": {\n    /* routewarden-ignore-next-line spec/two\n       -- in two lines */\n    "/a": { "x": "// routewarden-ignore-next-line no -- text" }\n  }\n}';
    expect(told(read('a.json', text))).toEqual([{ line: 3, checks: ['spec/one'], reason: 'known', until: null }, { line: 6, checks: ['spec/two'], reason: 'in two lines', until: null }]);
  });
});
