import type { Environment, Program } from '../../evaluate/program';
import type { Value } from '../../evaluate/value';
import type { RawComponent } from '../dialect';
import { optionOf, textOption } from '../options';
import { pathComponents } from '../paths';
import type { Project } from '../projects';
import { projectOf, projectsOf } from '../projects';
import { fileRoute } from './paths';

/** One file below `api/` or `routes/`. */
export interface RouteFile { readonly file: string; readonly path: string; readonly method: string }

/** One application of Nuxt or Nitro. */
export interface Application { readonly project: Project; readonly framework: 'nuxt' | 'nitro'; readonly routes: readonly RouteFile[]; readonly middleware: readonly string[]; readonly base: RawComponent | null }

const NUXT = /^nuxt\.config\.[cm]?[jt]s$/;
const NITRO = /^nitro\.config\.[cm]?[jt]s$/;
const CODE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const NO_CODE = /\.(?:d|test|spec)\.[cm]?[jt]sx?$/;

interface Found { readonly project: Project; readonly framework: Application['framework'] }

/** The applications of a workspace; a layer is a part of the one that it lies in. */
function projects(environment: Environment): readonly Found[] {
  const nuxt = projectsOf(environment, NUXT, ['nuxt', 'nuxt3', 'nuxt-nightly']);
  const nitro = projectsOf(environment, NITRO, ['nitropack', 'nitro']).filter(one => !nuxt.some(other => other.prefix === one.prefix));
  const isLayer = (one: Project): boolean => nuxt.some(other => other !== one && one.prefix.startsWith(`${other.prefix}layers/`));
  return [...nuxt.filter(one => !isLayer(one)).map(project => ({ project, framework: 'nuxt' as const })), ...nitro.map(project => ({ project, framework: 'nitro' as const }))];
}

/** Folders below which there may be `api/`, `routes/`, `middleware/` and `utils/`; `said` are those of the configuration. */
function serverFolders(environment: Environment, { project, framework }: Found, said: readonly string[] = []): readonly string[] {
  const { prefix } = project;
  if (framework === 'nitro') return [...new Set(said.length > 0 ? said.map(one => `${prefix}${one}`) : [prefix, `${prefix}server/`, `${prefix}src/`])];
  const layers = new Set<string>();
  for (const file of environment.files()) {
    const layer = file.startsWith(`${prefix}layers/`) ? /^layers\/[^/]+\//.exec(file.slice(prefix.length))?.[0] : undefined;
    if (layer !== undefined) layers.add(`${prefix}${layer}server/`);
  }
  return [...new Set([`${prefix}server/`, `${prefix}src/server/`, ...said.map(one => `${prefix}${one}`), ...layers])];
}

const plain = (folder: string): string => { const bare = folder.replace(/^\.?\//, '').replace(/\/$/, ''); return bare === '' || bare === '.' ? '' : `${bare}/`; };

const textsOf = (v: Value | undefined): readonly string[] => v?.t === 'list' ? v.items.flatMap(one => one.t === 'lit' && typeof one.v === 'string' ? [one.v] : []) : [];

function configured(program: Program, { project, framework }: Found): readonly string[] {
  const option = (...keys: string[]): string | undefined => textOption(program, project.config, keys);
  if (framework === 'nuxt') {
    const source = option('srcDir');
    return [...(option('serverDir') !== undefined ? [option('serverDir') ?? ''] : []), ...source === undefined ? [] : [`${plain(source)}server`], ...textsOf(optionOf(program, project.config, ['extends'])).filter(one => one.startsWith('./')).map(one => `${plain(one)}server`)].map(plain);
  }
  return [option('serverDir') ?? option('srcDir'), ...textsOf(optionOf(program, project.config, ['scanDirs']))].filter(one => one !== undefined).map(plain);
}

/** Files that may be routes or middleware: roots of the evaluation. */
export function conventionalFiles(environment: Environment): readonly string[] {
  const folders = projects(environment).flatMap(one => serverFolders(environment, one));
  return folders.length === 0 ? [] : environment.files().filter(file => CODE.test(file) && !NO_CODE.test(file) && folders.some(folder => file.startsWith(folder) && /^(api|routes|middleware)\//.test(file.slice(folder.length))));
}

/** The applications with what their configuration says. */
export function applicationsOf(program: Program): readonly Application[] {
  const { environment } = program;
  return projects(environment).map((found): Application => {
    const { project, framework } = found;
    const option = (name: string): Value | undefined => optionOf(program, project.config, framework === 'nuxt' ? ['nitro', name] : [name]);
    const text = (name: string): string | undefined => { const v = option(name); return v?.t === 'lit' && typeof v.v === 'string' ? v.v : undefined; };
    const [api, routes, apiBase] = [plain(text('apiDir') ?? 'api'), plain(text('routesDir') ?? 'routes'), text('apiBaseURL') ?? '/api'];
    const out = new Map<string, RouteFile>();
    const middleware: string[] = [];
    for (const folder of serverFolders(environment, found, configured(program, found))) {
      const inside = environment.files().filter(file => file.startsWith(folder) && CODE.test(file) && !NO_CODE.test(file)).sort();
      for (const file of inside) {
        const below = file.slice(folder.length);
        if (below.startsWith('middleware/')) { middleware.push(file); continue; }
        const route = below.startsWith(api) ? fileRoute(below.slice(api.length)) : below.startsWith(routes) ? fileRoute(below.slice(routes.length)) : null;
        if (!route) continue;
        const path = below.startsWith(api) ? `${apiBase.replace(/\/$/, '')}${route.path === '/' ? '' : route.path}` : route.path;
        // The first folder wins, as in Nitro.
        if (!out.has(`${route.method} ${path}`)) out.set(`${route.method} ${path}`, { file, path: path === '' ? '/' : path, method: route.method });
      }
    }
    const base = framework === 'nuxt' ? optionOf(program, project.config, ['app', 'baseURL']) ?? option('baseURL') : option('baseURL');
    const [component] = base ? pathComponents(base, one => one.replace(/\/$/, ''), null) : [];
    return { project, framework, routes: [...out.values()], middleware, base: component && component.text !== '' ? component : null };
  }).filter(application => application.routes.length > 0);
}

/** What `~/x`, `~~/x`, `#shared/x` and `#server/x` stand for. */
export function aliasesOf(environment: Environment): (from: string, specifier: string) => string | undefined {
  const all = projects(environment);
  const files = environment.files();
  return (from, specifier) => {
    const [, mark = '', rest = ''] = /^(~~|@@|~|@|#shared|#server)(?:\/(.*))?$/.exec(specifier) ?? [];
    const project = mark === '' ? undefined : projectOf(all.map(one => one.project), from);
    if (!project) return undefined;
    const { prefix } = project;
    if (mark.startsWith('#')) return `${prefix}${mark.slice(1)}/${rest}`;
    if (mark.length === 2 || rest.startsWith('server/')) return `${prefix}${rest}`;
    const source = ['app/', 'src/'].find(folder => files.some(file => file.startsWith(`${prefix}${folder}`) && (folder === 'app/' || file.startsWith(`${prefix}src/server/`))));
    return `${prefix}${source ?? ''}${rest}`;
  };
}

/** What server code gets without importing it: the exports of `utils/`. */
export function impliedNames(environment: Environment): (file: string, name: string) => { readonly file: string; readonly name: string } | undefined {
  const all = projects(environment);
  const known = new Map<Found, ReadonlyMap<string, { readonly file: string; readonly name: string }>>();
  return (file, name) => {
    const found = all.find(one => file.startsWith(one.project.prefix));
    if (!found) return undefined;
    let names = known.get(found);
    if (!names) known.set(found, names = exportsOfUtilities(environment, found));
    const at = names.get(name);
    return at?.file === file ? undefined : at;
  };
}

function exportsOfUtilities(environment: Environment, found: Found): ReadonlyMap<string, { readonly file: string; readonly name: string }> {
  const out = new Map<string, { readonly file: string; readonly name: string }>();
  const folders = [...serverFolders(environment, found).map(folder => `${folder}utils/`), `${found.project.prefix}shared/utils/`];
  for (const file of environment.files()) {
    if (!CODE.test(file) || NO_CODE.test(file) || !folders.some(folder => file.startsWith(folder))) continue;
    for (const fact of environment.facts(file)?.exports ?? []) {
      if (fact.kind === 'star') continue;
      const plainName = file.replace(/(\/index)?\.[^./]+$/, '').replace(/.*\//, '').replace(/[-_.](\w)/g, (_all, c: string) => c.toUpperCase());
      const name = fact.exported === 'default' ? plainName : fact.exported;
      if (!out.has(name)) out.set(name, { file, name: fact.exported });
    }
  }
  return out;
}
