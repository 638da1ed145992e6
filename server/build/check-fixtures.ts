import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One file of a fixture workspace. */
export interface FixtureFile { readonly path: string; readonly text: string }

/** Where the fixture workspaces of checks stand, from the project's root. */
export const fixturesFolder = 'test/checks/fixtures';

/**
 * An annotation in a fixture: `// ^^^^ group/name` under the line that it speaks of, the carets under what is marked. What starts at the
 * start of the line cannot be written so: `//<^^^` marks from the first slash on, and `//<` alone one character.
 */
export const annotation = /^(\s*)(\/\/|#)(?:(<)(\^*)|(\s*)(\^+))\s*([a-z0-9-]+\/[a-z0-9-]+)\s*$/;

/** All files of a fixture workspace, sorted by path. */
export function fixtureFiles(root: string, folder: string): readonly FixtureFile[] {
  const at = join(root, folder);
  if (!existsSync(at)) return [];
  return readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(at.length + 1).replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(at, path), 'utf8') }));
}

/** Names of the fixture workspaces of a check: `bad`, `good`, others that begin so; not the `.fixed` ones. */
export function fixtureNames(root: string, id: string): readonly string[] {
  const at = join(root, fixturesFolder, id);
  if (!existsSync(at)) return [];
  return readdirSync(at, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.endsWith('.fixed')).map((entry) => entry.name).sort();
}
