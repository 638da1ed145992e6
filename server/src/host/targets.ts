import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { diskReason } from './disk';
import { configName } from './config';
import { pathIn } from './tree';

/** What a command is about: the workspace's root, and the parts of it that were asked for (relative paths; none: everything). */
export type Targets =
  | { readonly ok: true; readonly root: string; readonly parts: readonly string[] }
  | { readonly ok: false; readonly problem: string };

/** The deepest folder that holds all paths. */
function commonFolder(folders: readonly string[]): string {
  let common = folders[0] ?? '';
  for (const folder of folders) while (pathIn(common, folder) === undefined && dirname(common) !== common) common = dirname(common);
  return common;
}

/** The project that a folder belongs to: the nearest folder upwards that looks like the start of one; undefined when there is none. */
function projectOf(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if ([configName, 'package.json', '.git'].some(name => existsSync(join(at, name)))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** Whether a folder is but a part of the project that the current folder is in: alone it would lack its guards, prefixes and the project's framework. */
function isPartOfProject(folder: string, cwd: string): boolean {
  if (pathIn(cwd, folder) === undefined || pathIn(cwd, folder) === '') return false;
  const project = projectOf(folder);
  if (existsSync(join(folder, 'tsconfig.json'))) return false;
  return project !== undefined && project !== folder && pathIn(cwd, project) !== undefined;
}

/**
 * The root and the parts that some paths of a command line mean. One folder is the root, unless it is a part of the project in the current folder. Several paths, or files, are parts of a bigger root, because
 * what protects a file stands in others: the current folder when it holds them all, else the project around them.
 */
export function resolveTargets(paths: readonly string[], cwd: string): Targets {
  if (paths.length === 0) return { ok: true, root: resolve(cwd), parts: [] };
  const found: { readonly path: string; readonly folder: string }[] = [];
  for (const one of paths) {
    const path = resolve(cwd, one);
    try {
      found.push({ path, folder: statSync(path).isDirectory() ? path : dirname(path) });
    } catch (error) {
      return { ok: false, problem: `${one} cannot be read: ${diskReason(error)}.` };
    }
  }
  const [first] = found;
  if (first !== undefined && found.length === 1 && first.folder === first.path && !isPartOfProject(first.path, resolve(cwd))) return { ok: true, root: first.path, parts: [] };
  const here = found.every(({ path }) => pathIn(cwd, path) !== undefined);
  const common = commonFolder(found.map(({ folder }) => folder));
  const root = here ? resolve(cwd) : projectOf(common) ?? common;
  const parts = found.map(({ path }) => pathIn(root, path) ?? '');
  return { ok: true, root, parts: parts.includes('') ? [] : parts };
}
