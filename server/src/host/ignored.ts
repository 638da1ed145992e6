import { dirname, join, relative } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { isMissing, type Disk } from './disk';

/** The rules of one .gitignore and how to ask them: `prefix` goes before a path that is relative to the workspace. */
interface Rules { readonly rules: Ignore; readonly folder: string; readonly prefix: string }

/** All rules that hold in a folder, outermost first. */
export type IgnoreChain = readonly Rules[];

/** Reads the rules of a folder; null when there are none. Throws what the disk throws when a file is there and cannot be read. */
function readRules(disk: Disk, folder: string): Ignore | null {
  try {
    return ignore().add(new TextDecoder().decode(disk.read(join(folder, '.gitignore'))));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** The rules above a workspace that is a part of a repository. None, when they ignore the workspace itself: it was asked for. */
export function outerRules(disk: Disk, root: string): IgnoreChain {
  const hasRepository = (folder: string): boolean => {
    try {
      disk.stat(join(folder, '.git'));
      return true;
    } catch {
      return false;
    }
  };
  const above: string[] = [];
  for (let folder = root; !hasRepository(folder);) {
    const parent = dirname(folder);
    if (parent === folder) return [];
    above.unshift(folder = parent);
  }
  const chain = above.flatMap((folder): Rules[] => {
    const rules = readRules(disk, folder);
    return rules ? [{ rules, folder: '', prefix: `${relative(folder, root).replaceAll('\\', '/')}/` }] : [];
  });
  return chain.some(({ rules, prefix }) => rules.ignores(prefix)) ? [] : chain;
}

/** The chain with the rules of one more folder (relative to the workspace, empty for its root). */
export function withFolder(disk: Disk, root: string, folder: string, chain: IgnoreChain): IgnoreChain {
  const rules = readRules(disk, join(root, folder));
  return rules ? [...chain, { rules, folder: folder === '' ? '' : `${folder}/`, prefix: '' }] : chain;
}

/** Whether a path is ignored: the innermost rule that speaks wins. */
export function isIgnored(chain: IgnoreChain, path: string, folder: boolean): boolean {
  let ignored = false;
  for (const { rules, folder: base, prefix } of chain) {
    const result = rules.test(prefix + path.slice(base.length) + (folder ? '/' : ''));
    if (result.ignored) ignored = true;
    else if (result.unignored) ignored = false;
  }
  return ignored;
}
