import type { Machine } from '../../evaluate/machine';
import type { Environment } from '../../evaluate/program';
import { joinPath } from '../../evaluate/resolve';
import type { Call, ModelType, Value } from '../../evaluate/value';
import { list, lit, model, native, stringOf, UNDEFINED } from '../../evaluate/value';
import { folderOf } from '../projects';
import { segmentsOf } from './paths';

/** A route of the table: a file below the application's folder, and the files around it (layouts), outermost first. */
export interface RouteFile { readonly file: string; readonly path: string; readonly around: readonly string[] }

/** What `route`, `index` and `layout` make. */
interface Entry { readonly path: Value | null; readonly file: Value; readonly children: Value }

const entryType: ModelType<Entry> = {
  name: 'react-router.Entry',
  get: (self, key) => key === 'path' ? self.state.path ?? UNDEFINED : key === 'file' ? self.state.file : key === 'children' ? self.state.children : undefined,
};
const entry = (state: Entry): Value => model(entryType, state) as Value;
const entryOf = (m: Machine, v: Value): Entry | undefined => v.t === 'model' && v.type.name === entryType.name ? v.state as Entry
  : v.t === 'object' && v.props.has('file') ? { path: v.props.has('path') ? m.get(v, 'path') : null, file: m.get(v, 'file'), children: m.get(v, 'children') } : undefined;

const given = (call: Call, from: number): Value => call.args.slice(from).find(one => one.t === 'list') ?? list([]);
const joined = (left: Value, right: Value | null): Value => right === null ? left : lit(`${stringOf(left) ?? '{…}'}/${stringOf(right) ?? '{…}'}`);

function prefixed(m: Machine, path: Value, routes: Value): Value {
  return list(routes.t === 'list' ? routes.items.map(one => {
    const found = entryOf(m, one);
    if (!found) return one;
    // Layouts have no path of their own: what is inside of them gets it.
    return found.path === null && stringOf(found.file) !== undefined && found.children.t === 'list' && found.children.items.length > 0
      ? entry({ ...found, children: prefixed(m, path, found.children) }) : entry({ ...found, path: joined(path, found.path) });
  }) : []);
}

const helpers = (folder: string): readonly (readonly [string, Value])[] => {
  const file = (v: Value | undefined): Value => { const text = stringOf(v); return text === undefined || folder === '' ? v ?? UNDEFINED : lit(`${folder}/${text}`); };
  return [
    ['route', native('route', (_m, call) => { const [path = lit(null)] = call.args; return entry({ path: path.t === 'lit' && typeof path.v !== 'string' ? null : path, file: file(call.args[1]), children: given(call, 2) }); })],
    ['index', native('index', (_m, call) => entry({ path: lit(''), file: file(call.args[0]), children: list([]) }))],
    ['layout', native('layout', (_m, call) => entry({ path: null, file: file(call.args[0]), children: given(call, 1) }))],
  ];
};

/** The functions of `@react-router/dev/routes` and `@react-router/fs-routes`. */
export const tableFunctions: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...helpers(''),
  ['prefix', native('prefix', (m, call) => prefixed(m, call.args[0] ?? lit(''), call.args[1] ?? list([])))],
  ['relative', native('relative', (_m, call) => ({ t: 'object', props: new Map([...helpers((stringOf(call.args[0]) ?? '').replace(/^\.\//, '')), ['prefix', tableFunctions.get('prefix') ?? UNDEFINED] as const]), getters: null, spreads: [], open: false, site: null }))],
  ['flatRoutes', native('flatRoutes', (m, call) => {
    const folder = call.args[0] ? stringOf(m.get(call.args[0], 'rootDirectory')) : undefined;
    // The table's file stands in the application's folder.
    const at = folderOf(call.site?.file ?? '');
    return list(flatFiles(m.program.environment, joinPath(at, folder ?? 'routes') ?? '').map(one => entry({ path: lit(one.path), file: lit(one.file.slice(at === '' ? 0 : at.length + 1)), children: list(one.around.map(around => lit(around))) })));
  })],
]);

const MODULE = /\.(?:[jt]sx?)$/;

/** The routes of a folder by the flat convention: files, and folders with a `route` module. */
export function flatFiles(environment: Environment, folder: string): readonly RouteFile[] {
  const names = new Map<string, string>();
  for (const file of environment.files()) {
    if (!file.startsWith(`${folder}/`) || !MODULE.test(file) || /\.(test|spec|d)\.[jt]sx?$/.test(file)) continue;
    const inside = file.slice(folder.length + 1);
    const [, nested, name] = /^(.+)\/(?:route|index)\.[jt]sx?$/.exec(inside) ?? [undefined, undefined, inside.replace(MODULE, '')];
    const own = nested ?? name ?? '';
    if (own.includes('/')) continue;
    if (!names.has(own) || /\/route\.[jt]sx?$/.test(file)) names.set(own, file);
  }
  const raw = (name: string): string => segmentsOf(name).map(one => one.raw).join('/');
  const byRaw = new Map([...names].map(([name, file]) => [raw(name), file]));
  return [...names].map(([name, file]): RouteFile => {
    const parts = segmentsOf(name);
    const around: string[] = [];
    for (let length = 1; length < parts.length; length++) {
      const outer = byRaw.get(parts.slice(0, length).map(one => one.raw).join('/'));
      if (outer !== undefined) around.push(outer);
    }
    return { file, path: parts.map(one => one.text).filter(text => text !== '').join('/'), around };
  });
}

/** The routes that a table says; `folder` is the application's. */
export function routesIn(m: Machine, table: Value, folder: string, path = '', around: readonly string[] = []): readonly RouteFile[] {
  if (table.t !== 'list') return [];
  return table.items.flatMap((one): readonly RouteFile[] => {
    const found = entryOf(m, one);
    const name = found ? stringOf(found.file) : undefined;
    const file = name === undefined ? undefined : joinPath(folder, name) ?? undefined;
    if (!found || file === undefined) return [];
    const own = found.path === null ? '' : stringOf(found.path) ?? '{…}';
    const full = [path, own].filter(text => text !== '').join('/');
    const outer = found.children.t === 'list' ? found.children.items.flatMap(child => stringOf(child) ?? []) : [];
    if (outer.length > 0) return [{ file, path: full, around: [...around, ...outer] }];
    return [{ file, path: full, around }, ...routesIn(m, found.children, folder, full, [...around, file])];
  });
}
