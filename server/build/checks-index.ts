import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'server/src/checks';

/** Ids of all checks, from the files: `auth/missing-authentication` for server/src/checks/auth/missing-authentication.ts. Sorted. */
export function checkIds(root: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((group) => readdirSync(join(root, folder, group.name)).filter((file) => file.endsWith('.ts')).map((file) => `${group.name}/${file.slice(0, -3)}`))
    .sort();
}

const camel = (id: string): string => id.replaceAll(/[/-]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The text of server/src/checks/index.generated.ts: every check file of the folder, so that nobody keeps a second list. */
export function checksIndexText(ids: readonly string[]): string {
  return [
    '// Written by `npm run generate` from the files of this folder; a test fails when it is stale.',
    "import type { AnyCheck } from './check';",
    ...ids.map((id) => `import { check as ${camel(id)} } from './${id}';`),
    '',
    '/** All checks, by id. */',
    'export const checks: readonly AnyCheck[] = [',
    ...ids.map((id) => `  ${camel(id)},`),
    '];',
    '',
  ].join('\n');
}

/** Path of the generated index, from the project's root. */
export const checksIndexPath = `${folder}/index.generated.ts`;

/** True when there is no check file of this id yet. */
export function isFree(root: string, id: string): boolean {
  return !existsSync(join(root, folder, `${id}.ts`));
}
