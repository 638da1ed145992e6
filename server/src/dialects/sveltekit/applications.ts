import { createProgram } from '../../evaluate/load';
import type { Environment, Program } from '../../evaluate/program';
import { joinPath } from '../../evaluate/resolve';
import type { Project } from '../projects';
import { filesOf, projectOf, projectsOf } from '../projects';
import { optionOf, textOption } from '../options';
import { pathComponents } from '../paths';
import type { RawComponent } from '../dialect';
import { routePath } from './paths';

/** One file that answers requests. */
export interface RouteFile {
  readonly file: string;
  /** As SvelteKit names it: `/(app)/items/[id]`. */
  readonly id: string;
  readonly path: string;
  readonly kind: 'endpoint' | 'page';
}

/** One SvelteKit application with what its configuration says. */
export interface Application { readonly project: Project; readonly routes: readonly RouteFile[]; readonly hooks: string | null; readonly base: RawComponent | null }

const CONFIG = /^svelte\.config\.(js|mjs|ts)$/;
const ROUTE = /(?:^|\/)\+(server|page\.server)\.[jt]s$/;
const HOOKS = /(?:^|\/)hooks\.server(\/index)?\.[jt]s$/;

const projects = (environment: Environment): readonly Project[] => projectsOf(environment, CONFIG, ['@sveltejs/kit']);

/** Route files and hooks, wherever the configuration puts them: nothing else has such names. */
export function conventionalFiles(environment: Environment): readonly string[] {
  const all = projects(environment);
  return all.length === 0 ? [] : environment.files().filter(file => (ROUTE.test(file) || HOOKS.test(file)) && projectOf(all, file));
}

/** What SvelteKit makes of `$lib` and of the aliases in the configuration; its own modules (`$app`, `$env`) are none of the workspace. */
export function aliasesOf(environment: Environment): (from: string, specifier: string) => string | undefined {
  const all = projects(environment);
  const known = new Map<Project, readonly (readonly [alias: string, folder: string])[]>();
  return (from, specifier) => {
    const project = specifier.startsWith('.') ? undefined : projectOf(all, from);
    if (!project) return undefined;
    let aliases = known.get(project);
    // The configuration runs in a program of its own: the one that asks is not there yet.
    if (!aliases) known.set(project, aliases = aliasesIn(createProgram(environment), project));
    for (const [alias, folder] of aliases) {
      const name = alias.replace(/\/\*$/, '');
      if (specifier === name || specifier.startsWith(`${name}/`)) return joinPath(project.prefix, `${folder.replace(/\/\*$/, '')}${specifier.slice(name.length)}`) ?? undefined;
    }
    return undefined;
  };
}

function aliasesIn(program: Program, { config }: Project): readonly (readonly [alias: string, folder: string])[] {
  const written = optionOf(program, config, ['kit', 'alias']);
  const own = written?.t === 'object' ? [...written.props].flatMap(([alias, v]) => v.t === 'lit' && typeof v.v === 'string' ? [[alias, v.v] as const] : []) : [];
  return [...own, ['$lib', textOption(program, config, ['kit', 'files', 'lib']) ?? 'src/lib']];
}

const plain = (folder: string): string => folder.replace(/^\.\//, '').replace(/\/$/, '');

/** The applications of a workspace. */
export function applicationsOf(program: Program): readonly Application[] {
  const { environment } = program;
  const all = projects(environment);
  return all.map((project): Application => {
    const option = (...keys: string[]): string | undefined => textOption(program, project.config, ['kit', ...keys]);
    const folder = plain(option('files', 'routes') ?? 'src/routes');
    const hooks = plain(option('files', 'hooks', 'server') ?? 'src/hooks.server');
    const files = filesOf(environment, project, all);
    const routes = files.flatMap(({ file, inside }): RouteFile[] => {
      const found = ROUTE.exec(inside);
      if (!found || !inside.startsWith(`${folder}/`)) return [];
      const id = inside.slice(folder.length, found.index);
      return [{ file, id: id === '' ? '/' : id, path: routePath(id.split('/')), kind: found[1] === 'server' ? 'endpoint' : 'page' }];
    });
    const base = optionOf(program, project.config, ['kit', 'paths', 'base']);
    const [component] = base ? pathComponents(base, text => text, null) : [];
    return {
      project, routes, base: component && component.text !== '' ? component : null,
      hooks: files.find(({ inside }) => inside.replace(/(\/index)?\.[jt]s$/, '') === hooks)?.file ?? null,
    };
  }).filter(application => application.routes.length > 0);
}
