import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { defaultConfig, presets, type Config } from '../model/config';
import type { Range } from '../base/span';
import { readConfigFile, type ConfigFile, type ConfigProblem } from './config-file';
import { realDisk, type DiskKind } from './disk';
import { rebaseGlob } from './rebase';
import { pathIn } from './tree';

export type { ConfigProblem } from './config-file';

/** The name of the configuration file. */
export const configName = 'routewarden.config.json';

export interface ConfigRequest {
  /** The folder that is analysed. */
  readonly root: string;
  /** The configuration to use instead of the nearest, absolute or relative to `cwd`. */
  readonly file?: string | undefined;
  readonly cwd?: string | undefined;
  /** Wins over what the file says. */
  readonly preset?: Config['preset'] | undefined;
  /** `YYYY-MM-DD`; the local date by default. */
  readonly today?: string | undefined;
  /** Ids of all checks, so that a mistyped one is found. */
  readonly checks?: readonly string[] | undefined;
}

export type LoadedConfig =
  /** `files` are all that were read, the nearest first: absolute paths, to be watched. */
  | { readonly ok: true; readonly config: Config; readonly files: readonly string[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[]; readonly files: readonly string[] };

/** The local date as `YYYY-MM-DD`. */
export function localDate(now = new Date()): string {
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(part => String(part).padStart(2, '0')).join('-');
}

/** The nearest configuration file of a folder, upwards to the repository's root; undefined when there is none. */
export function findConfig(root: string): string | undefined {
  for (let folder = resolve(root); ; folder = dirname(folder)) {
    const file = join(folder, configName);
    if (existsSync(file)) return file;
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return undefined;
  }
}

/** Finds, reads, validates and merges the configuration of a workspace. Nothing is executed; what is wrong comes back as sentences. */
export async function loadConfig(request: ConfigRequest): Promise<LoadedConfig> {
  const root = resolve(request.root);
  const today = request.today ?? localDate();
  const preset = request.preset === undefined ? {} : { preset: request.preset };
  const file = request.file === undefined || request.file === '' ? findConfig(root) : resolve(request.cwd ?? root, request.file);
  if (file === undefined) return { ok: true, config: { ...defaultConfig(today), ...preset }, files: [] };
  const chain = await readChain(file, request);
  if (!chain.ok) return chain;
  const merged = chain.contents.reduceRight<Config>((base, content) => mergeOver(base, content), defaultConfig(today));
  return { ok: true, config: { ...seenFrom(merged, dirname(file), root), ...preset }, files: chain.files };
}

type Chain = { readonly ok: true; readonly contents: readonly ConfigFile[]; readonly files: readonly string[] } | Extract<LoadedConfig, { ok: false }>;

/** A configuration file and everything that it extends, nearest first. */
async function readChain(file: string, request: ConfigRequest): Promise<Chain> {
  const contents: ConfigFile[] = [];
  const files: string[] = [];
  const shown = (path: string): string => {
    const base = request.cwd ?? resolve(request.root);
    return pathIn(base, path) ?? relative(base, path).replaceAll('\\', '/');
  };
  let from: { readonly file: string; readonly range: Range | null; readonly name: string } | undefined;
  let next: string | undefined = file;
  while (next !== undefined) {
    const refuse = (why: string): Chain => {
      const at = from ?? { file, range: null, name: '' };
      const line = at.range ? `, line ${at.range.start.line}` : '';
      return { ok: false, problems: [{ file: at.file, range: at.range, message: `${shown(at.file)}${line}: "extends" names ${JSON.stringify(at.name)}, ${why}.` }], files };
    };
    if (from && files.includes(next)) return refuse(`which extends this file again: ${[...files, next].map(shown).join(' → ')}`);
    if (from && !isFile(next)) return refuse('which does not exist');
    files.push(next);
    const read = await readConfigFile(next, { shown: shown(next), checks: request.checks });
    if (!read.ok) return { ok: false, problems: read.problems, files };
    contents.push(read.content);
    const name = read.content.extends;
    if (name === undefined) break;
    from = { file: next, range: read.extendsRange, name };
    const target = resolveExtends(name, dirname(next));
    if (target === undefined && (presets as readonly string[]).includes(name)) return refuse(`which is no file but a preset: write "preset": ${JSON.stringify(name)} instead`);
    if (target === undefined) return refuse('which is neither a file (a path starts with ./ or ../) nor an installed package');
    next = target;
  }
  return { ok: true, contents, files };
}

/** What stands at a path; undefined for nothing and for what may not be asked about. */
function kindAt(path: string): DiskKind | undefined {
  try {
    return realDisk.stat(path).kind;
  } catch {
    return undefined;
  }
}
const isFile = (path: string): boolean => kindAt(path) === 'file';

/** The file that `extends` means: a path as it is, a package in the node_modules of this folder or one above. Of packages only JSON is read. */
function resolveExtends(name: string, folder: string): string | undefined {
  if (/^\.{1,2}([/\\]|$)/.test(name) || isAbsolute(name)) {
    const path = resolve(folder, name);
    return kindAt(path) === 'folder' ? join(path, configName) : path;
  }
  if (name.split(/[/\\]/).includes('..')) return undefined;
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, 'node_modules', name);
    for (const candidate of [join(path, configName), path, `${path}.json`]) if (/\.jsonc?$/i.test(candidate) && isFile(candidate)) return candidate;
    if (dirname(at) === at) return undefined;
  }
}

/** Base entries that the file does not give again, then the file's. */
function union<T>(base: readonly T[], own: readonly T[], key: (item: T) => string): readonly T[] {
  const given = new Set(own.map(key));
  return [...base.filter(item => !given.has(key(item))), ...own];
}

/** A file over what it extends: lists add up, tables are merged by key, single values are replaced. */
function mergeOver(base: Config, own: ConfigFile): Config {
  const specs = (own.specs ?? []).map(entry => typeof entry === 'string' ? { document: entry, root: null, basePath: null } : { root: null, basePath: null, ...entry });
  const guards = (own.auth?.guards ?? []).map(entry => ({ mechanisms: [], roles: [], ...(typeof entry === 'string' ? { name: entry } : entry) }));
  return {
    preset: own.preset ?? base.preset,
    checks: { ...base.checks, ...own.checks },
    overrides: [...base.overrides, ...(own.overrides ?? [])],
    specs: union(base.specs, specs, entry => entry.document),
    public: union(base.public, own.public ?? [], entry => entry.endpoint),
    auth: { guards: union(base.auth.guards, guards, guard => guard.name) },
    sensitive: { add: { ...base.sensitive.add, ...own.sensitive?.add }, remove: [...new Set([...base.sensitive.remove, ...(own.sensitive?.remove ?? [])])] },
    assume: { ...base.assume, ...own.assume },
    exclude: [...new Set([...base.exclude, ...(own.exclude ?? [])])],
    baseline: own.baseline === undefined ? base.baseline : own.baseline,
    today: base.today,
  };
}

/** Paths and globs, which are relative to the file, relative to the root. A root that is not below the file takes them as its own. */
function seenFrom(config: Config, folder: string, root: string): Config {
  const below = pathIn(folder, root) ?? '';
  const globs = (list: readonly string[]): readonly string[] => list.flatMap(glob => rebaseGlob(glob, below));
  const path = (one: string): string => relative(root, resolve(below === '' ? root : folder, one)).replaceAll('\\', '/');
  return {
    ...config,
    overrides: config.overrides.map(entry => ({ ...entry, files: globs(entry.files) })).filter(({ files }) => files.length > 0),
    specs: config.specs.flatMap(entry => rebaseGlob(entry.document, below).map(document => ({ ...entry, document, root: entry.root === null ? null : path(entry.root) || null }))),
    exclude: globs(config.exclude),
    baseline: config.baseline === null ? null : path(config.baseline),
  };
}
