import type { Environment } from '../../evaluate/program';

type Json = Readonly<Record<string, unknown>>;
const isRecord = (v: unknown): v is Json => typeof v === 'object' && v !== null;

/** What says that a folder is a project of Bun, of Deno or of Cloudflare's workers: its files need no import to serve. */
const HINTS = /^(wrangler|@cloudflare\/workers-types|bun-types|@types\/bun)$/;
const NAMES: readonly string[] = ['index', 'worker', 'main', 'server', 'app', 'mod'].flatMap(name => [name, `src/${name}`].flatMap(path => ['ts', 'js', 'mjs'].map(extension => `${path}.${extension}`)));

/** Files that such a runtime starts with: those that manifests name, else those of common names. */
export function entriesOf(environment: Environment): readonly string[] {
  const out = new Set<string>();
  const files = environment.files();
  for (const file of files) {
    const [, folder = '', name = ''] = /^(?:(.*)\/)?([^/]+)$/.exec(file) ?? [];
    const prefix = folder === '' ? '' : `${folder}/`;
    const add = (path: unknown): void => {
      const at = typeof path === 'string' ? `${prefix}${path.replace(/^\.\//, '')}` : '';
      if (/\.[cm]?[jt]sx?$/.test(at) && environment.exists(at)) out.add(at);
    };
    if (/^supabase\/functions\/[^/]+\/index\.ts$/.test(file.slice(file.indexOf('supabase/')))) out.add(file);
    if (/^(wrangler|deno)\.jsonc?$/.test(name)) {
      const json = environment.json(file);
      if (isRecord(json)) { add(json['main']); named(json['tasks'], add); }
      if (name.startsWith('deno')) for (const one of NAMES) add(one);
    }
    if (name !== 'package.json') continue;
    const json = environment.json(file);
    if (!isRecord(json)) continue;
    const all = [json['dependencies'], json['devDependencies']].filter(isRecord).flatMap(one => Object.keys(one));
    const scripts = isRecord(json['scripts']) ? Object.values(json['scripts']).filter(one => typeof one === 'string') : [];
    if (!all.some(one => HINTS.test(one)) && !scripts.some(one => /\b(wrangler|bun (run|--|\S+\.[jt]s))/.test(one))) continue;
    add(json['main']);
    add(json['module']);
    named(json['scripts'], add);
    for (const one of NAMES) add(one);
  }
  return [...out];
}

/** Files that commands name. */
function named(commands: unknown, add: (path: unknown) => void): void {
  if (isRecord(commands)) for (const command of Object.values(commands)) if (typeof command === 'string') for (const [path] of command.matchAll(/[\w./-]+\.[cm]?[jt]sx?\b/g)) add(path);
}
