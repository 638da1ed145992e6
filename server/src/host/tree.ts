import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { ReadResult, SourceTree } from '../engine/api';
import { excluder } from '../engine/excluded';
import { isCandidate, isCodeName, isNeverSource, isOutputFolder } from './candidates';
import { diskReason, isMissing, realDisk, type Disk, type DiskEntry } from './disk';
import { isIgnored, outerRules, withFolder, type IgnoreChain } from './ignored';

/** A tree over the real disk. Texts are not kept here: the engine keeps the ones that it needs, and two copies could differ. */
export interface DiskTree extends SourceTree {
  /** Forgets what is known of the folders of these files (relative paths), after somebody created, changed or deleted them. */
  invalidate(files: readonly string[]): void;
}

export interface TreeOptions {
  /** Globs relative to the root; one without a slash speaks for the name in any folder. */
  readonly exclude?: readonly string[];
  readonly disk?: Disk;
}

export type OpenedTree = { readonly ok: true; readonly tree: DiskTree } | { readonly ok: false; readonly problem: string };

const MAX_BYTES = 2 * 1024 * 1024;
const MINIFIED_BYTES = 50_000;
const MINIFIED_LINE = 500;

type Problem = { readonly file: string; readonly reason: string };
/** A folder's own content, links resolved: those that lead out of the root or nowhere are left out. */
type Folder = ReadonlyMap<string, 'file' | 'folder'>;

/** Opens the files below a folder. Nothing outside of it is ever read, whatever links say; an error value when it is no folder. */
export function openTree(root: string, options: TreeOptions = {}): OpenedTree {
  const disk = options.disk ?? realDisk;
  const base = resolve(root);
  let realBase: string;
  try {
    if (disk.stat(base).kind !== 'folder') return { ok: false, problem: `${root} is not a folder; name the folder that holds the code.` };
    realBase = disk.real(base);
    disk.list(base);
  } catch (error) {
    return { ok: false, problem: `The folder ${root} cannot be read: ${diskReason(error)}.` };
  }

  const excluded = excluder(options.exclude ?? []);
  const folders = new Map<string, Folder>();
  let listing: { readonly files: readonly string[]; readonly problems: readonly Problem[] } | undefined;

  const inside = (path: string): boolean => path === realBase || path.startsWith(realBase.endsWith(sep) ? realBase : realBase + sep);

  /** Where a link leads: into the root, out of it, or nowhere. */
  function follow(path: string): { readonly kind: 'file' | 'folder' } | { readonly reason: string } {
    try {
      if (!inside(disk.real(path))) return { reason: 'is a link that leads out of the folder and was not followed' };
      const { kind } = disk.stat(path);
      return kind === 'file' || kind === 'folder' ? { kind } : { reason: 'is not a file' };
    } catch (error) {
      return { reason: isMissing(error) ? 'is a link to something that does not exist' : `is a link that cannot be followed: ${diskReason(error)}` };
    }
  }

  /** All candidates, depth first. Links are not descended: what they show stands somewhere else in the root, or outside. */
  function scan(): { readonly files: readonly string[]; readonly problems: readonly Problem[] } {
    const files: string[] = [];
    const problems: Problem[] = [];
    const descend = (folder: string, outer: IgnoreChain): void => {
      let entries: readonly DiskEntry[];
      let rules = outer;
      try {
        entries = disk.list(join(base, folder));
      } catch (error) {
        // Deleted during the scan is not a problem: it is gone.
        if (!isMissing(error)) problems.push({ file: folder, reason: `the folder cannot be read: ${diskReason(error)}` });
        return;
      }
      const prefix = folder === '' ? '' : `${folder}/`;
      if (entries.some(({ name }) => name === '.gitignore')) {
        try {
          rules = withFolder(disk, base, folder, outer);
        } catch (error) {
          problems.push({ file: `${prefix}.gitignore`, reason: `cannot be read, so its rules were not used: ${diskReason(error)}` });
        }
      }
      const siblings = (): readonly string[] => entries.map(({ name }) => name);
      for (const { name, kind } of entries) {
        const path = prefix + name;
        const isFolder = kind === 'folder';
        if (kind === 'other' || (isFolder ? isOutputFolder(name, siblings) : kind === 'file' && !isCandidate(name))) continue;
        if (isIgnored(rules, path, isFolder) || excluded(path, isFolder)) continue;
        if (isFolder) descend(path, rules);
        else if (kind === 'file') files.push(path);
        else {
          const target = isOutputFolder(name, siblings) ? { kind: 'folder' } : follow(join(base, path));
          // A dangling link that is named like nothing of ours (an editor's lock) is nobody's loss.
          if ('reason' in target && (isCandidate(name) || !/does not exist|not a file/.test(target.reason))) problems.push({ file: path, reason: target.reason });
        }
      }
    };
    let chain: IgnoreChain = [];
    try {
      chain = outerRules(disk, base);
    } catch (error) {
      problems.push({ file: '.gitignore', reason: `a .gitignore above the folder cannot be read, so its rules were not used: ${diskReason(error)}` });
    }
    descend('', chain);
    return { files: files.sort(), problems };
  }
  const listed = (): { readonly files: readonly string[]; readonly problems: readonly Problem[] } => (listing ??= scan());

  /** What is in a folder, asked once. A folder that is not in its parent's content is not asked at all. */
  function folderAt(folder: string): Folder {
    const known = folders.get(folder);
    if (known) return known;
    const content = new Map<string, 'file' | 'folder'>();
    folders.set(folder, content);
    const cut = folder.lastIndexOf('/');
    if (folder !== '' && folderAt(cut < 0 ? '' : folder.slice(0, cut)).get(folder.slice(cut + 1)) !== 'folder') return content;
    try {
      for (const { name, kind } of disk.list(join(base, folder))) {
        if (name === 'node_modules' || name === '.git') continue;
        if (kind === 'file' || kind === 'folder') content.set(name, kind);
        else if (kind === 'link') {
          const target = follow(join(base, folder, name));
          if ('kind' in target) content.set(name, target.kind);
        }
      }
    } catch {
      // An unreadable folder is told by `problems`; here it holds nothing.
    }
    return content;
  }

  /** A path without `.`, doubled and leading slashes; undefined when it leads out of the root. */
  function normal(path: string): string | undefined {
    const out: string[] = [];
    for (const part of path.split('/')) {
      if (part === '' || part === '.') continue;
      if (part !== '..') out.push(part);
      else if (out.pop() === undefined) return undefined;
    }
    return out.join('/');
  }

  /** Kind of a path inside the root, from the folders' contents. */
  function kindAt(path: string): 'file' | 'folder' | undefined {
    const at = normal(path);
    if (at === undefined) return undefined;
    if (at === '') return 'folder';
    const cut = at.lastIndexOf('/');
    return folderAt(cut < 0 ? '' : at.slice(0, cut)).get(at.slice(cut + 1));
  }

  function read(file: string): ReadResult {
    const at = normal(file);
    if (at === undefined || at === '') return { kind: 'missing' };
    const path = join(base, at);
    try {
      if (!inside(disk.real(path))) return { kind: 'skipped', reason: 'is a link that leads out of the folder and was not followed' };
      const { kind, size } = disk.stat(path);
      if (kind !== 'file') return { kind: 'missing' };
      if (size > MAX_BYTES) return { kind: 'skipped', reason: `is larger than 2 MB (${(size / 1_000_000).toFixed(1)} MB)` };
      return decode(at, disk.read(path));
    } catch (error) {
      return isMissing(error) ? { kind: 'missing' } : { kind: 'skipped', reason: `cannot be read: ${diskReason(error)}` };
    }
  }

  /** Whether an event on disk can change the list: a file saved in place does not, and listing thousands of folders again costs. */
  function changesListing(file: string): boolean {
    if (listing === undefined || file.split('/').some(isNeverSource)) return false;
    const name = file.slice(file.lastIndexOf('/') + 1);
    if (name === '.gitignore') return true;
    let now: string | undefined;
    try {
      now = disk.stat(join(base, file)).kind;
    } catch {
      now = undefined;
    }
    if (now === 'folder' || (now === undefined && listing.files.some(one => one.startsWith(`${file}/`)))) return true;
    return isCandidate(name) && listing.files.includes(file) !== (now === 'file');
  }

  return {
    ok: true,
    tree: {
      root: base,
      list: () => listed().files,
      read,
      exists: file => kindAt(file) === 'file',
      entries(folder) {
        const at = normal(folder);
        if (at === undefined) return [];
        return [...folderAt(at)].map(([name, kind]) => kind === 'folder' ? `${name}/` : name).sort();
      },
      problems: () => listed().problems,
      invalidate(files) {
        if (files.some(changesListing)) listing = undefined;
        for (const file of files) {
          // A file may bring its folders along, and a folder takes what is below it away.
          const parts = file.split('/');
          for (let length = 0; length <= parts.length; length++) folders.delete(parts.slice(0, length).join('/'));
          for (const folder of [...folders.keys()]) if (folder.startsWith(`${file}/`)) folders.delete(folder);
        }
      },
    },
  };
}

/**
 * The text of a file. A byte order mark is taken off, because editors do not count it either: the first character of the text is the
 * first character on the screen, and ranges agree.
 */
function decode(file: string, bytes: Uint8Array): ReadResult {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { kind: 'skipped', reason: 'is not UTF-8 text' };
  }
  if (text.includes('\0')) return { kind: 'skipped', reason: 'is not text' };
  if (isCodeName(file) && bytes.length > MINIFIED_BYTES && isMinified(text)) return { kind: 'skipped', reason: 'is minified' };
  return { kind: 'text', text };
}

/** Whether lines are so long that no person wrote them. */
function isMinified(text: string): boolean {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return text.length / lines > MINIFIED_LINE;
}

/** The path of a file relative to a root, with forward slashes; undefined when it is not below it. */
export function pathIn(root: string, file: string): string | undefined {
  const path = relative(root, file);
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path) ? undefined : path.replaceAll(sep, '/');
}
