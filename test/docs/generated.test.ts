import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { readmeWithChecks } from '../../server/build/check-pages';
import { generatedFiles, schemaWithChecks, stalePages } from '../../server/build/generated-files';
import { checkIds, indexTexts } from '../../server/build/indexes';
import { checks } from '../../server/src/checks/index.generated';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const files = generatedFiles(root, checks);

describe('generated files', () => {
  it.each([...files])('%s is what `npm run generate` writes', (path, text) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(text);
  });

  it('leave no page of a check that is gone', () => {
    expect(stalePages(root, files)).toEqual([]);
    expect(stalePages(root, new Map())).toHaveLength(checks.length);
  });

  it('hold every check file of the folder', () => {
    expect(checks.map((check) => check.id)).toEqual(checkIds(root));
    expect(checks.length).toBeGreaterThan(2);
  });

  it('index: what stands in a folder and exports its binding, in order', () => {
    const folder = mkdtempSync(join(tmpdir(), 'routewarden-index-'));
    try {
      const files = {
        'checks/drift/c.ts': 'export const check = 1;', 'checks/auth/a-b.ts': 'export const check = 1;', 'checks/check.ts': 'export const check = 1;', 'checks/auth/note.ts': 'export const other = 1;',
        'dialects/one/index.ts': 'export const dialect: Dialect = 1;', 'dialects/one/routes.ts': 'export const dialect = 1;', 'dialects/half/index.ts': '',
        'libraries/auth/jwt.ts': 'export const library = 1;',
      };
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(join(folder, 'server/src', dirname(path)), { recursive: true });
        writeFileSync(join(folder, 'server/src', path), text);
      }
      const texts = indexTexts(folder);
      expect([...texts.keys()]).toEqual(['server/src/checks/index.generated.ts', 'server/src/dialects/index.generated.ts', 'server/src/libraries/index.generated.ts']);
      expect(texts.get('server/src/checks/index.generated.ts')?.split('\n').slice(1)).toEqual([
        "import type { AnyCheck } from './check';",
        "import { check as authAB } from './auth/a-b';",
        "import { check as driftC } from './drift/c';",
        '',
        '/** All checks, by id. */',
        'export const checks: readonly AnyCheck[] = [',
        '  authAB,',
        '  driftC,',
        '];',
        '',
      ]);
      expect(texts.get('server/src/dialects/index.generated.ts')).toContain("import { dialect as one } from './one/index';\n\n");
      expect(texts.get('server/src/libraries/index.generated.ts')).toContain("import { library as authJwt } from './auth/jwt';\n\n");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  const one = checks.filter((check) => check.id === 'auth/missing-authentication');

  it('README: only the part between the markers changes', () => {
    const text = 'a\n<!-- checks: written by `npm run generate` -->\nold\n<!-- /checks -->\nz\n';
    const renewed = readmeWithChecks(text, one);
    expect(renewed.startsWith('a\n<!-- checks: written')).toBe(true);
    expect(renewed.endsWith('<!-- /checks -->\nz\n')).toBe(true);
    expect(renewed).not.toContain('old');
    expect(renewed).toContain('[auth/missing-authentication](server/docs/checks/auth/missing-authentication.md)');
    expect(readmeWithChecks('no markers', checks)).toBe('no markers');
  });

  it('schema: ids and groups become known keys, the rest keeps its text', () => {
    const text = '{\n  "definitions": {\n    "checks": { "type": "object" }, // keep\n    "x": 1\n  }\n}\n';
    const changed = schemaWithChecks(text, one);
    expect(changed).toContain('// keep');
    expect(parse(changed)).toEqual({
      definitions: {
        checks: {
          type: 'object',
          properties: {
            'auth/*': { description: 'Every check of the group auth.', allOf: [{ $ref: '#/definitions/severity' }] },
            'auth/missing-authentication': { description: 'An endpoint asks for no credentials. By default: error.', allOf: [{ $ref: '#/definitions/severity' }] },
          },
        },
        x: 1,
      },
    });
    expect(schemaWithChecks(changed, one)).toBe(changed);
    expect(schemaWithChecks('{ "properties": {} }', checks)).toBe('{ "properties": {} }');
  });
});

describe('the words of a check', () => {
  it.each(checks.map((check) => [check.id, check] as const))('%s is complete', (id, check) => {
    expect(id).toMatch(/^[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(check.owasp).toMatch(/^API([1-9]|10):2023$/);
    for (const text of [check.why, check.remedy, check.silent]) expect(text).toMatch(/^[A-Z`].+\.$/s);
    expect(check.title).toMatch(/^[A-Z].*[^.]$/);
    expect(Number.isInteger(check.cwe) && check.cwe > 0).toBe(true);
  });
});
