/** What the nearest manifest says of a file. */
export interface Manifests {
  /** The major version of a package that is asked for; null where nothing or a range of several is asked for. */
  major(file: string, name: string): number | null;
  /** Whether the file belongs to a package for the browser. */
  isBrowser(file: string): boolean;
}

const browserPackages = ['react', 'vue', '@angular/core', 'svelte', 'preact', 'solid-js', 'lit', 'react-native'];
const serverPackages = /^(express|fastify|koa|hono|@hono\/.*|@nestjs\/core|@hapi\/hapi|next|nuxt|@sveltejs\/kit|astro|@remix-run\/.*|@react-router\/.*|h3|nitro.*|polka|restify|@trpc\/server|elysia|@tanstack\/.*start.*|jsonwebtoken|express-session|@nestjs\/jwt|@nestjs\/common)$/;
const browserFolders = /(^|\/)(client|frontend|front-end|webapp|browser|web-client)\//i;

/** Reads the manifests above files, each once. */
export function createManifests(sources: { json(file: string): unknown; exists(file: string): boolean }): Manifests {
  const known = new Map<string, Readonly<Record<string, string>>>();
  function dependenciesIn(folder: string): Readonly<Record<string, string>> | undefined {
    const file = folder === '' ? 'package.json' : `${folder}/package.json`;
    const before = known.get(file);
    if (before) return before;
    if (!sources.exists(file)) return undefined;
    const data = sources.json(file);
    const own = typeof data === 'object' && data !== null ? data as Readonly<Record<string, unknown>> : {};
    const all: Record<string, string> = {};
    for (const group of ['dependencies', 'devDependencies', 'peerDependencies']) {
      const part = own[group];
      if (typeof part === 'object' && part !== null) for (const [name, version] of Object.entries(part)) if (typeof version === 'string') all[name] = version;
    }
    known.set(file, all);
    return all;
  }
  function* foldersOf(file: string): Generator<string> {
    for (let folder = file; folder !== '';) {
      folder = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '';
      yield folder;
    }
  }
  return {
    major(file, name) {
      for (const folder of foldersOf(file)) {
        const version = dependenciesIn(folder)?.[name];
        if (version === undefined) continue;
        const found = /^[\^~>=v]*\s*(\d+)/.exec(version);
        return found && !version.includes('||') ? Number(found[1]) : null;
      }
      return null;
    },
    isBrowser(file) {
      for (const folder of foldersOf(file)) {
        const dependencies = dependenciesIn(folder);
        if (!dependencies) continue;
        const names = Object.keys(dependencies);
        if (names.some(name => serverPackages.test(name))) return browserFolders.test(file.slice(folder.length)) && !names.includes('next');
        return names.some(name => browserPackages.includes(name)) || browserFolders.test(file);
      }
      return browserFolders.test(file);
    },
  };
}
