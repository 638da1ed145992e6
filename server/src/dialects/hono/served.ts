import { siteKey } from '../../model/facts';
import type { Program } from '../../evaluate/program';
import { alternatives } from '../../evaluate/value';
import { usedBy } from '../fetched';
import type { App } from './app';
import { appOf, mountedApp } from './app';

/** An application that answers requests, with its id and its entry file. */
export interface Served {
  readonly app: App;
  readonly id: string;
  readonly entry: string;
  /** The middleware of Next that may run before it, which only Next knows. */
  readonly before: string | null;
}

const folderOf = (file: string): string => file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';

/** The folder of the package that a file belongs to. */
function packageOf(program: Program, file: string): string {
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    const manifest = folder === '' ? 'package.json' : `${folder}/package.json`;
    if (folder === '' || program.environment.exists(manifest)) return folder;
  }
}

/** Files that a server or a runtime starts with. */
const ENTRY = /(^|\/)(index|main|server|app|worker|entry|_worker|api|hono)\.[cm]?[jt]sx?$|\/\[\[?\.\.\.[\w-]+\]?\]|(^|\/)route\.[jt]sx?$/;

/**
 * The applications that answer requests: those that are given to a server, whose `fetch` is used, or that a module exports as its default,
 * which is how workers and Bun take them. A default that another application adds is a part of that one; where some application of the same
 * package is given to a server, a default counts only in a file that servers start with.
 */
export function served(program: Program): readonly Served[] {
  const all = program.collected<App>('hono.app');
  const lists = [...new Set(all.map(app => app.state.routes))];
  const depths = new Map<object, { readonly list: object; readonly depth: number }[]>();
  for (const list of lists) for (const route of list) {
    const known = depths.get(route.origin) ?? [];
    if (known.length === 0) depths.set(route.origin, known);
    known.push({ list, depth: route.parts.length });
  }
  const mounted = new Set<object>(lists.flatMap(list => list.filter(route => route.kind === 'mount').flatMap(route => route.handlers.flatMap(({ value }) => alternatives(value).map(one => mountedApp(one)?.state.routes ?? list)).filter(one => one !== list))));
  // What another application added is a part of that one.
  const isPart = (app: App): boolean => mounted.has(app.state.routes)
    || app.state.routes.some(route => depths.get(route.origin)?.some(one => one.list !== app.state.routes && one.depth > route.parts.length) === true);
  const found: App[] = [];
  const add = (app: App): void => {
    // One `new Hono()` that several roots reach is one application: the fullest counts.
    const known = found.findIndex(one => one.state.routes === app.state.routes || siteKey(one.state.site) === siteKey(app.state.site));
    const before = found[known];
    if (!before) found.push(app);
    else if (before.state.routes.length < app.state.routes.length) found[known] = app;
  };
  const fileOf = (app: App): string => app.state.site?.file ?? '';
  const fetched = usedBy(program, new Set(['fetch', 'fire'])).flatMap(one => appOf(one) ?? []);
  for (const app of [...program.collected<App>('hono.served'), ...fetched]) if (!app.state.assumed && !mounted.has(app.state.routes)) add(app);
  const strong = new Set(found.map(app => packageOf(program, fileOf(app))));

  const candidates: { readonly app: App; readonly file: string; readonly byDefault: boolean }[] = [];
  for (const module of program.modules.values()) {
    for (const name of program.exportNames(module)) {
      const value = program.exported(module, name);
      for (const one of value ? alternatives(value) : []) {
        const app = appOf(one) ?? (one.t === 'object' && name === 'default' ? appOf(one.props.get('fetch')) : undefined);
        if (app && !app.state.assumed && !isPart(app)) candidates.push({ app, file: module.file, byDefault: name === 'default' || name === 'export=' });
      }
    }
  }
  for (const { app, file, byDefault } of candidates) if (byDefault && (!strong.has(packageOf(program, file)) || ENTRY.test(file))) add(app);
  // Where nothing says what is served, the applications that leave their modules or functions are what a test or a script outside starts.
  const some = new Set(found.map(app => packageOf(program, fileOf(app))));
  for (const { app, file } of candidates) if (!some.has(packageOf(program, file))) add(app);
  for (const app of all) if (!app.state.assumed && app.state.site && app.state.site.unit !== '' && !isPart(app) && !some.has(packageOf(program, fileOf(app)))) add(app);

  const files = found.map(fileOf);
  return found.map((app, index) => {
    const file = fileOf(app);
    const same = files.filter(one => one === file).length;
    return { app, entry: file, before: behindNext(program, app), id: same > 1 ? `${file}#${files.slice(0, index + 1).filter(one => one === file).length}` : file };
  });
}

/** The middleware of the Next application that an application is a route of. */
function behindNext(program: Program, app: App): string | null {
  for (const module of program.modules.values()) {
    const root = /^(.*?)(?:src\/)?(?:app\/(?:.+\/)?route|pages\/api\/.+)\.[jt]sx?$/.exec(module.file)?.[1];
    if (root === undefined) continue;
    const here = program.exportNames(module).some(name => { const value = program.exported(module, name); return value !== undefined && mountedApp(value)?.state.routes === app.state.routes; });
    if (!here) continue;
    const found = ['middleware', 'proxy'].flatMap(name => ['', 'src/'].flatMap(folder => ['ts', 'js'].map(extension => `${root}${folder}${name}.${extension}`))).find(file => program.environment.exists(file));
    if (found !== undefined) return found;
  }
  return null;
}
