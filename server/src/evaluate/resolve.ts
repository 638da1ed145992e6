import type { Environment } from './program';

/** Extensions that an import may leave out, in the order TypeScript tries them. */
const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];
/** What an import of a JavaScript file may be in source. */
const SOURCES: Readonly<Record<string, readonly string[]>> = { '.js': ['.ts', '.tsx', '.jsx'], '.jsx': ['.tsx'], '.mjs': ['.mts'], '.cjs': ['.cts'] };

interface Paths { readonly base: string; readonly patterns: readonly (readonly [string, readonly string[]])[]; readonly baseUrl: string | null }
interface Package { readonly folder: string; readonly json: Readonly<Record<string, unknown>> }

/** Answers which file of the workspace a specifier means. */
export interface Resolver { resolve(from: string, specifier: string): string | undefined }

const isRecord = (v: unknown): v is Readonly<Record<string, unknown>> => typeof v === 'object' && v !== null && !Array.isArray(v);
const folderOf = (file: string): string => file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
const up = (folder: string): string | null => folder === '' ? null : folderOf(folder);

/** Joins and normalises a path inside of the workspace; null when it leads out. */
export function joinPath(folder: string, path: string): string | null {
  const out: string[] = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') out.push(part);
    else if (out.pop() === undefined) return null;
  }
  return out.join('/');
}

/**
 * Module resolution over the workspace: relative paths, tsconfig `paths` and `baseUrl` with `extends`, package `imports`, packages of the
 * same workspace by name with `exports`, `main` or their source folder. What is in node_modules is outside.
 */
export function createResolver(environment: Environment): Resolver {
  const cache = new Map<string, string | undefined>();
  const configs = new Map<string, Paths | null>();
  const manifests = new Map<string, Package | null>();
  let named: Map<string, Package> | undefined;

  function fileAt(path: string | null): string | undefined {
    if (path === null) return undefined;
    if (/\.[cm]?[jt]sx?$|\.json$/.test(path)) {
      if (environment.exists(path)) return path;
      const extension = /\.[cm]?jsx?$/.exec(path)?.[0] ?? '';
      for (const source of SOURCES[extension] ?? []) {
        const file = path.slice(0, -extension.length) + source;
        if (environment.exists(file)) return file;
      }
    }
    for (const extension of EXTENSIONS) if (environment.exists(path + extension)) return path + extension;
    for (const extension of EXTENSIONS) if (environment.exists(joinPath(path, `index${extension}`) ?? '')) return joinPath(path, `index${extension}`) ?? undefined;
    return undefined;
  }

  function packageAt(folder: string): Package | null {
    const known = manifests.get(folder);
    if (known !== undefined) return known;
    const json = environment.json(joinPath(folder, 'package.json') ?? '');
    const found = isRecord(json) ? { folder, json } : null;
    manifests.set(folder, found);
    return found;
  }

  function nearestPackage(file: string): Package | null {
    for (let folder: string | null = folderOf(file); folder !== null; folder = up(folder)) {
      const found = packageAt(folder);
      if (found) return found;
    }
    return null;
  }

  function packagesByName(): Map<string, Package> {
    if (named) return named;
    named = new Map();
    for (const file of environment.files()) {
      if (!/(^|\/)package\.json$/.test(file)) continue;
      const found = packageAt(folderOf(file));
      const name = found?.json['name'];
      if (found && typeof name === 'string' && !named.has(name)) named.set(name, found);
    }
    return named;
  }

  function readConfig(file: string, depth = 0): Paths | null {
    const json = environment.json(file);
    if (!isRecord(json) || depth > 8) return null;
    const folder = folderOf(file);
    const options = isRecord(json['compilerOptions']) ? json['compilerOptions'] : {};
    const baseUrl = typeof options['baseUrl'] === 'string' ? joinPath(folder, options['baseUrl']) : null;
    const paths = isRecord(options['paths']) ? options['paths'] : null;
    const parents = (Array.isArray(json['extends']) ? json['extends'] : [json['extends']]).filter((one): one is string => typeof one === 'string');
    const inherited = parents.map(parent => {
      const at = parent.startsWith('.') ? joinPath(folder, parent) : fromPackage(parent);
      return at == null ? null : readConfig(at.endsWith('.json') ? at : environment.exists(`${at}.json`) ? `${at}.json` : `${at}/tsconfig.json`, depth + 1);
    }).filter(one => one !== null).pop() ?? null;
    const references = Array.isArray(json['references']) && !paths && !baseUrl && !inherited
      ? json['references'].map(one => isRecord(one) && typeof one['path'] === 'string' ? joinPath(folder, one['path']) : null)
        .map(at => at === null ? null : readConfig(at.endsWith('.json') ? at : `${at}/tsconfig.json`, depth + 1)).find(one => one !== null && one.patterns.length > 0) ?? null
      : null;
    if (!paths) return inherited || references ? { ...(inherited ?? references) as Paths, ...(baseUrl === null ? {} : { baseUrl }) } : { base: folder, patterns: [], baseUrl };
    const patterns = Object.entries(paths).map(([key, value]) => [key, Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []] as const);
    return { base: baseUrl ?? folder, patterns, baseUrl: baseUrl ?? inherited?.baseUrl ?? null };
  }

  function fromPackage(specifier: string): string | undefined {
    const [name, rest] = splitName(specifier);
    const found = packagesByName().get(name);
    return found ? joinPath(found.folder, rest === '' ? 'tsconfig.json' : rest) ?? undefined : undefined;
  }

  function configFor(file: string): Paths | null {
    const folder = folderOf(file);
    const known = configs.get(folder);
    if (known !== undefined) return known;
    let found: Paths | null = null;
    for (let at: string | null = folder; at !== null && found === null; at = up(at)) {
      for (const name of ['tsconfig.json', 'jsconfig.json']) {
        const path = joinPath(at, name);
        if (path !== null && environment.exists(path)) { found = readConfig(path); break; }
      }
    }
    configs.set(folder, found);
    return found;
  }

  function byPattern(pattern: string, specifier: string): string | null {
    const star = pattern.indexOf('*');
    if (star < 0) return pattern === specifier ? '' : null;
    const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
    return specifier.startsWith(head) && specifier.endsWith(tail) && specifier.length >= head.length + tail.length ? specifier.slice(head.length, specifier.length - tail.length) : null;
  }

  function byPaths(paths: Paths, specifier: string): string | undefined {
    const ordered = [...paths.patterns].sort((a, b) => b[0].replace(/\*.*/, '').length - a[0].replace(/\*.*/, '').length);
    for (const [pattern, targets] of ordered) {
      const star = byPattern(pattern, specifier);
      if (star === null) continue;
      for (const target of targets) {
        const file = fileAt(joinPath(paths.base, target.replace('*', star)));
        if (file) return file;
      }
    }
    return paths.baseUrl === null ? undefined : fileAt(joinPath(paths.baseUrl, specifier));
  }

  /** The first target of conditional exports that exists in source. */
  function conditional(found: Package, value: unknown, star: string, depth = 0): string | undefined {
    if (typeof value === 'string') return sourceOf(found, value.replaceAll('*', star));
    if (depth > 6) return undefined;
    const options = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
    for (const option of options) {
      const file = conditional(found, option, star, depth + 1);
      if (file) return file;
    }
    return undefined;
  }

  /** A file of a package; build output is looked for in its source folder. */
  function sourceOf(found: Package, path: string): string | undefined {
    const direct = fileAt(joinPath(found.folder, path));
    if (direct) return direct;
    const inner = path.replace(/^\.\//, '').replace(/^(dist|build|lib|out|esm|cjs)\/((esm|cjs|src)\/)?/, '').replace(/\.d\.[cm]?ts$|\.[cm]?jsx?$/, '');
    return fileAt(joinPath(found.folder, `src/${inner}`)) ?? fileAt(joinPath(found.folder, inner));
  }

  function byPackage(found: Package, rest: string): string | undefined {
    const exported = found.json['exports'];
    if (exported !== undefined) {
      const key = rest === '' ? '.' : `./${rest}`;
      if (isRecord(exported) && Object.keys(exported).some(one => one.startsWith('.'))) {
        for (const [pattern, value] of Object.entries(exported)) {
          const star = byPattern(pattern, key);
          const file = star === null ? undefined : conditional(found, value, star);
          if (file) return file;
        }
      } else if (rest === '') {
        const file = conditional(found, exported, '');
        if (file) return file;
      }
    }
    if (rest !== '') return sourceOf(found, rest);
    for (const field of ['source', 'types', 'module', 'main']) {
      const value = found.json[field];
      const file = typeof value === 'string' ? sourceOf(found, value) : undefined;
      if (file) return file;
    }
    return fileAt(joinPath(found.folder, 'src/index')) ?? fileAt(joinPath(found.folder, 'index'));
  }

  function find(from: string, specifier: string): string | undefined {
    if (specifier.startsWith('.')) return fileAt(joinPath(folderOf(from), specifier));
    if (specifier.startsWith('/')) return undefined;
    if (specifier.startsWith('#')) {
      const own = nearestPackage(from);
      const imports = own?.json['imports'];
      if (own && isRecord(imports)) for (const [pattern, value] of Object.entries(imports)) {
        const star = byPattern(pattern, specifier);
        const file = star === null ? undefined : conditional(own, value, star);
        if (file) return file;
      }
    }
    const paths = configFor(from);
    const mapped = paths ? byPaths(paths, specifier) : undefined;
    if (mapped) return mapped;
    const alias = environment.alias?.(from, specifier);
    if (alias !== undefined) return fileAt(joinPath('', alias));
    const [name, rest] = splitName(specifier);
    const found = packagesByName().get(name);
    return found ? byPackage(found, rest) : undefined;
  }

  return {
    resolve(from, specifier) {
      const key = `${folderOf(from)}\0${specifier}`;
      if (cache.has(key)) return cache.get(key);
      const file = find(from, specifier);
      cache.set(key, file);
      return file;
    },
  };
}

/** Package name and path below it. */
export function splitName(specifier: string): [string, string] {
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  return [parts.slice(0, length).join('/'), parts.slice(length).join('/')];
}
