import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readmeWithChecks } from '../../server/build/check-pages';
import { checkIds, checksIndexText } from '../../server/build/checks-index';
import { generatedFiles, schemaWithChecks, stalePages } from '../../server/build/generated-files';
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

  it('index: imports by file, in the order of ids', () => {
    expect(checksIndexText(['auth/a-b', 'drift/c']).split('\n').slice(1)).toEqual([
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
  });

  it('README: only the part between the markers changes', () => {
    const text = 'a\n<!-- checks: written by `npm run generate` -->\nold\n<!-- /checks -->\nz\n';
    const renewed = readmeWithChecks(text, checks.slice(0, 1));
    expect(renewed.startsWith('a\n<!-- checks: written')).toBe(true);
    expect(renewed.endsWith('<!-- /checks -->\nz\n')).toBe(true);
    expect(renewed).not.toContain('old');
    expect(renewed).toContain('[auth/missing-authentication](server/docs/checks/auth/missing-authentication.md)');
    expect(readmeWithChecks('no markers', checks)).toBe('no markers');
  });

  it('schema: ids and groups become examples, the rest keeps its text', () => {
    const text = '{\n  "properties": {\n    "checks": { "type": "object" }, // keep\n    "x": 1\n  }\n}\n';
    const changed = schemaWithChecks(text, checks);
    expect(changed).toContain('// keep');
    expect(changed).toContain('"auth/*"');
    expect(changed).toContain('"drift/unregistered-endpoint"');
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
