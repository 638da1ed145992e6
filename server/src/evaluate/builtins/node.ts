import { joinPath } from '../resolve';
import { concat } from '../operators';
import type { Machine } from '../machine';
import type { Value } from '../value';
import { derived, hole, lit, list, native, object, stringOf, UNDEFINED } from '../value';

/** `path.join` and its kin over known and partly known texts. */
const join = native('path.join', (_m, call) => {
  const texts = call.args.map(stringOf);
  if (texts.every(text => text !== undefined)) {
    const absolute = texts[0]?.startsWith('/') === true;
    const joined = joinPath('', texts.join('/'));
    const rooted = texts[0]?.startsWith('.') === true ? './' : absolute ? '/' : '';
    return joined === null ? hole('a path that leads out of the workspace', call.site) : lit(rooted + joined);
  }
  return concat(call.args.flatMap((arg, index) => {
    const text = stringOf(arg);
    const part = text === undefined ? arg : lit(text.replace(/^\/+|\/+$/g, ''));
    return index === 0 ? [text === undefined ? arg : lit(text.replace(/\/+$/, ''))] : ['/', part];
  }));
});

const onText = (name: string, run: (text: string) => string): Value => native(name, (_m, call) => {
  const text = stringOf(call.args[0]);
  return text === undefined ? derived(name, call.args) : lit(run(text));
});

const basename = native('path.basename', (_m, call) => {
  const [text, extension] = [stringOf(call.args[0]), stringOf(call.args[1])];
  if (text === undefined) return derived('basename', call.args);
  const name = text.slice(text.lastIndexOf('/') + 1);
  return lit(extension !== undefined && name.endsWith(extension) ? name.slice(0, -extension.length) : name);
});
const extension = (text: string): string => /[^/]\.[^./]*$/.exec(text)?.[0].slice(1) ?? '';

const path: Readonly<Record<string, Value>> = {
  join, resolve: join, normalize: onText('normalize', text => text), basename,
  dirname: onText('dirname', text => text.includes('/') ? text.slice(0, text.lastIndexOf('/')) : '.'),
  extname: onText('extname', extension), sep: lit('/'),
  parse: native('path.parse', (_m, call) => {
    const text = stringOf(call.args[0]);
    if (text === undefined) return derived('parse', call.args);
    const base = text.slice(text.lastIndexOf('/') + 1);
    const ext = extension(text);
    return object([['base', lit(base)], ['ext', lit(ext)], ['name', lit(ext === '' ? base : base.slice(0, -ext.length))], ['dir', lit(text.slice(0, Math.max(0, text.lastIndexOf('/'))))]]);
  }),
};

/** Names in a folder of the workspace, as `fs.readdirSync` gives them; the real folder is listed, nothing else is read. */
function folderEntries(m: Machine, of: Value | undefined): readonly string[] | undefined {
  const text = stringOf(of);
  const folder = text === undefined ? null : joinPath('', text);
  if (folder === null) return undefined;
  const names = m.program.environment.entries(folder);
  return names.length > 0 ? names : undefined;
}

const readdir = native('fs.readdirSync', (m, call) => {
  const names = folderEntries(m, call.args[0]);
  if (!names) return derived('readdir', call.args);
  const entries = call.args[1]?.t === 'object' && call.args[1].props.get('withFileTypes')?.t === 'lit';
  return list(names.map(name => {
    const folder = name.endsWith('/');
    const plain = lit(folder ? name.slice(0, -1) : name);
    return entries ? object([['name', plain], ['isFile', native('isFile', () => lit(!folder))], ['isDirectory', native('isDirectory', () => lit(folder))]]) : plain;
  }), call.site);
});

const stat = native('fs.statSync', (m, call) => {
  const text = stringOf(call.args[0]);
  const at = text === undefined ? null : joinPath('', text);
  if (at === null) return derived('stat', call.args);
  const file = m.program.environment.exists(at);
  return object([['isFile', native('isFile', () => lit(file))], ['isDirectory', native('isDirectory', () => lit(!file && m.program.environment.entries(at).length > 0))]]);
});

const fs: Readonly<Record<string, Value>> = { readdirSync: readdir, readdir, statSync: stat, lstatSync: stat, promises: object([['readdir', readdir], ['stat', stat]]) };
const util: Readonly<Record<string, Value>> = { promisify: native('util.promisify', (_m, call) => call.args[0] ?? UNDEFINED) };
const url: Readonly<Record<string, Value>> = { fileURLToPath: native('url.fileURLToPath', (_m, call) => {
  const text = stringOf(call.args[0]);
  return lit(text?.startsWith('file:///') === true && text.length > 8 ? `./${text.slice(8)}` : '.');
}) };

/** The value of an export of one of Node's modules that matters for routes: paths and folder listings. */
export function nodeModule(specifier: string, name: string): Value | undefined {
  const tables: Readonly<Record<string, Readonly<Record<string, Value>>>> = { path, 'path/posix': path, fs, 'fs/promises': { readdir, stat }, util, url, 'fs-extra': fs };
  const table = Object.hasOwn(tables, specifier) ? tables[specifier] : undefined;
  if (!table) return undefined;
  if (name === 'default' || name === '*' || name === 'export=') return object([...Object.entries(table), ...specifier === 'path' ? [['posix', object(Object.entries(path))] as const] : []]);
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
