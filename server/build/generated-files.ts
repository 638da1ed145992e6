import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyEdits as applyJsonEdits, modify, parse } from 'jsonc-parser';
import type { AnyCheck } from '../src/checks/check';
import { checkPage, docsIndex, readmeWithChecks } from './check-pages';
import { indexTexts } from './indexes';

/** The configuration's JSON schema, which completes the ids of checks in the editor. */
export const schemaPath = 'server/schema/routewarden.config.schema.json';

interface Schema { readonly definitions?: { readonly checks?: unknown } }

/** The schema with every check and group as a known key of `checks`, so that editors complete them; unchanged while it does not define them. */
export function schemaWithChecks(text: string, checks: readonly AnyCheck[]): string {
  if ((parse(text) as Schema).definitions?.checks === undefined) return text;
  const severity = { $ref: '#/definitions/severity' };
  const groups = [...new Set(checks.map((check) => check.id.slice(0, check.id.indexOf('/'))))];
  const known = Object.fromEntries([
    ...groups.map((group) => [`${group}/*`, { description: `Every check of the group ${group}.`, allOf: [severity] }]),
    ...checks.map((check) => [check.id, { description: `${check.title}. By default: ${check.severity}.`, allOf: [severity] }]),
  ]);
  return applyJsonEdits(text, modify(text, ['definitions', 'checks', 'properties'], known, { formattingOptions: { insertSpaces: true, tabSize: 2 } }));
}

/** Every generated file: path from the project's root → what it must hold. The checks are those of the index that is loaded. */
export function generatedFiles(root: string, checks: readonly AnyCheck[]): ReadonlyMap<string, string> {
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  return new Map([
    ...indexTexts(root),
    ...checks.map((check) => [`server/docs/checks/${check.id}.md`, checkPage(root, check)] as const),
    ['server/docs/README.md', docsIndex(checks)],
    ['README.md', readmeWithChecks(read('README.md'), checks)],
    [schemaPath, schemaWithChecks(read(schemaPath), checks)],
  ]);
}

/** Pages of checks that are gone. */
export function stalePages(root: string, files: ReadonlyMap<string, string>): readonly string[] {
  const pages = 'server/docs/checks';
  if (!existsSync(join(root, pages))) return [];
  return readdirSync(join(root, pages), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1).replaceAll('\\', '/'))
    .filter((path) => !files.has(path));
}
