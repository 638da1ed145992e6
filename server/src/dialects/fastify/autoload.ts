import type { Machine } from '../../evaluate/machine';
import type { Call, NativeValue, ObjectValue, Value } from '../../evaluate/value';
import { lit, native, object, stringOf, TRUE, UNDEFINED } from '../../evaluate/value';
import { STAYS } from './loading';

/** A file that @fastify/autoload registers, with the prefix that its folders give. */
interface Found { readonly file: string; readonly prefix: string | null }
interface Node { readonly hooks: readonly string[]; readonly plugins: Found[] }

const SCRIPT = /(?:(?:^.?|\.[^d]|[^.]d|[^.][^d])\.ts|\.js|\.cjs|\.mjs|\.cts|\.mts)$/i;
const INDEX = /^index\.[cm]?[jt]s$/i;
const HOOKS = /^[_.]?auto_?hooks\.[cm]?[jt]s$/i;
const MAX_DEPTH = 24;

interface Options {
  readonly m: Machine;
  readonly dir: string;
  readonly value: Value;
  is(key: string): boolean | undefined;
  text(key: string): string | undefined;
  pattern(key: string): Value;
}

function optionsOf(m: Machine, value: Value): Options | null {
  const dir = value.t === 'object' ? stringOf(m.get(value, 'dir')) : undefined;
  if (dir === undefined) return null;
  const given = (key: string): Value => m.get(value, key);
  return { m, dir: folderOf(dir), value, is: key => m.truth(given(key)), text: key => stringOf(given(key)), pattern: given };
}

/** A folder of the workspace by the path that code builds: `./src/routes`. */
const folderOf = (path: string): string => path.replace(/^\.\//, '').replace(/\/+$/, '').split('/').reduce<string[]>((out, part) => {
  if (part === '..') out.pop();
  else if (part !== '' && part !== '.') out.push(part);
  return out;
}, []).join('/');

/** Whether a text matches a pattern of the options: a regular expression, a part of it, or a function. */
function matches(o: Options, pattern: Value, text: string): boolean {
  switch (pattern.t) {
    case 'lit': return typeof pattern.v === 'string' && text.includes(pattern.v);
    case 'regex': { const found = o.m.get(pattern, 'test'); return o.m.truth(o.m.call(found, [lit(text)], { self: pattern })) === true; }
    case 'fn': return o.m.truth(o.m.call(pattern, [lit(text)], {})) === true;
    default: return false;
  }
}

/** What lies in the folders, in the order in which it is registered. */
function find(o: Options): readonly Node[] {
  const nodes: Node[] = [];
  walk(o.dir, null, 0, []);
  return nodes;

  function walk(dir: string, prefix: string | null, depth: number, inheritedHooks: readonly string[]): void {
    const entries = o.m.program.environment.entries(dir);
    const files = entries.filter(name => !name.endsWith('/'));
    const node: { hooks: readonly string[]; plugins: Found[] } = { hooks: [], plugins: [] };
    nodes.push(node);
    if (o.is('autoHooks') === true) {
      const own = files.find(name => HOOKS.test(name));
      node.hooks = [...own !== undefined && o.is('overwriteHooks') === true ? [] : inheritedHooks, ...own === undefined ? [] : [join(dir, own)]];
    }
    const accept = (name: string): void => {
      const path = `/${join(dir, name).slice(o.dir === '' ? 0 : o.dir.length + 1)}`;
      const [wanted, unwanted] = [o.pattern('matchFilter'), o.pattern('ignoreFilter')];
      if ((wanted.t !== 'lit' || wanted.v !== undefined) && !matches(o, wanted, path)) return;
      if ((unwanted.t !== 'lit' || unwanted.v !== undefined) && matches(o, unwanted, path)) return;
      node.plugins.push({ file: join(dir, name), prefix });
    };
    const index = files.find(name => INDEX.test(name));
    if (index !== undefined) accept(index);
    for (const name of entries) {
      const relative = join(dir, name.replace(/\/$/, '')).slice(o.dir === '' ? 0 : o.dir.length + 1);
      const ignored = o.pattern('ignorePattern');
      if (ignored.t === 'regex' ? matches(o, ignored, relative) : ignored.t === 'lit' && typeof ignored.v === 'string' && matches(o, o.m.call(regexOf(o.m), [ignored]), relative)) continue;
      if (name.endsWith('/')) {
        const maximum = o.pattern('maxDepth');
        if (depth >= MAX_DEPTH || (maximum.t === 'lit' && typeof maximum.v === 'number' && maximum.v <= depth)) continue;
        walk(join(dir, name.slice(0, -1)), below(dir, prefix, name.slice(0, -1)), depth + 1, o.is('cascadeHooks') === true ? node.hooks : []);
      } else if (index === undefined && SCRIPT.test(name) && !HOOKS.test(name)) accept(name);
    }
  }

  function below(dir: string, prefix: string | null, name: string): string {
    const crumb = prefix === null ? '/' : `${prefix}/`;
    const naming = o.pattern('dirNameRoutePrefix');
    if (naming.t === 'lit' && naming.v === false) return crumb;
    if (naming.t !== 'fn') return crumb + name;
    const made = stringOf(o.m.call(naming, [lit(`./${dir}`), lit(name)], {}));
    return made === undefined ? crumb : crumb + made;
  }
}

const join = (dir: string, name: string): string => dir === '' ? name : `${dir}/${name}`;
const regexOf = (m: Machine): Value => m.program.environment.models.globalValue('RegExp') ?? UNDEFINED;

/** `_id` folders become parameters. */
function parameters(prefix: string): string {
  return prefix.includes('__') ? prefix.replace(/__/g, ':') : prefix.replace(/\/_/g, '/:');
}

/** What a file exports: as the whole of a module, or what it assigns to `module.exports`. */
export function content(m: Machine, file: string): Value | undefined {
  const module = m.program.load(file);
  if (!module) return undefined;
  const standard = m.program.exported(module, 'default');
  if (module.facts.esm) return standard === undefined ? undefined : { t: 'namespace', module };
  return standard ?? module.cjs;
}

const given = (v: Value): boolean => !(v.t === 'lit' && (v.v === undefined || v.v === null));

/** A setting that stands on the plugin itself or beside it in its module. */
function setting(m: Machine, plugin: Value, whole: Value, key: string): Value {
  const own = plugin.t === 'fn' || plugin.t === 'native' || plugin.t === 'object' ? plugin.props.get(key) ?? UNDEFINED : UNDEFINED;
  return given(own) ? own : whole.t === 'namespace' || whole.t === 'object' || whole.t === 'fn' ? m.get(whole, key) : UNDEFINED;
}

/** A module that exports a route's options is made a plugin. */
function wrapped(m: Machine, plugin: Value): Value {
  if (plugin.t !== 'object' || !plugin.props.has('method')) return plugin;
  return native('route', (machine, call) => { const [instance = UNDEFINED] = call.args; return machine.call(m.get(instance, 'route'), [plugin], { self: instance, site: plugin.site }); });
}

interface Loaded { readonly plugin: Value; readonly options: ObjectValue; readonly prefix: string | null }

function load(o: Options, { file, prefix }: Found): Loaded | null {
  const { m } = o;
  const whole = content(m, file);
  if (!whole) return null;
  const inner = whole.t === 'namespace' || whole.t === 'object' ? m.get(whole, 'default') : whole;
  const plugin = wrapped(m, given(inner) ? inner : whole);
  if (plugin.t !== 'fn' && plugin.t !== 'native') return null;
  const off = setting(m, plugin, whole, 'autoload');
  if (off.t === 'lit' && off.v === false) return null;
  if (m.truth(o.pattern('encapsulate')) === false && given(o.pattern('encapsulate'))) m.heap.set(plugin.props, STAYS, TRUE);
  const shared = o.pattern('options');
  const config = setting(m, plugin, whole, 'autoConfig');
  const options: ObjectValue = { ...object(), props: new Map([...entriesOf(config), ...entriesOf(shared)]) };
  const start = stringOf(options.props.get('prefix'))?.replace(/\/$/, '');
  const auto = stringOf(setting(m, plugin, whole, 'autoPrefix'));
  const own = auto === undefined ? prefix : o.is('appendAutoPrefix') === true && prefix !== null ? `${prefix}/${auto}` : auto;
  const override = setting(m, plugin, whole, 'prefixOverride');
  const full = given(override) ? stringOf(override) ?? '' : own ? (start ?? '') + own.replace(/\/+/g, '/') : start ?? null;
  const written = full !== null && o.is('routeParams') === true ? parameters(full) : full;
  if (written !== null) options.props.set('prefix', lit(written));
  return { plugin, options, prefix: written };
}

const entriesOf = (v: Value): readonly (readonly [string, Value])[] => v.t === 'object' ? [...v.props] : [];

/** The prefix that all plugins of a node share: it goes to the context of their hooks. */
function common(all: readonly Loaded[]): string | undefined {
  const prefixes = all.flatMap(one => one.prefix === null || one.prefix === '' ? [] : [one.prefix]);
  const [first] = prefixes;
  return prefixes.every(one => one === first) ? first : undefined;
}

function autoload(m: Machine, call: Call): Value {
  const [instance = UNDEFINED, options = UNDEFINED] = call.args;
  const o = optionsOf(m, options);
  if (!o) { m.program.note(call.site, 'the folder of @fastify/autoload could not be followed'); return UNDEFINED; }
  const register = (on: Value, plugin: Value, options: Value): void => { m.call(m.get(on, 'register'), [plugin, options], { self: on, site: plugin.t === 'fn' ? plugin.site : call.site }); };
  for (const node of find(o)) {
    const all = node.plugins.flatMap(found => load(o, found) ?? []);
    if (node.hooks.length === 0) { for (const one of all) register(instance, one.plugin, one.options); continue; }
    const shared = common(all);
    const composed = native('autoload', (_m, inner) => {
      const [app = UNDEFINED] = inner.args;
      for (const file of node.hooks) {
        const whole = content(m, file);
        const inside = whole && (whole.t === 'namespace' || whole.t === 'object') ? m.get(whole, 'default') : whole;
        if (inside?.t !== 'fn' && inside?.t !== 'native') continue;
        m.heap.set(inside.props, STAYS, TRUE);
        register(app, inside, object());
      }
      for (const one of all) {
        const rest = shared !== undefined && one.prefix?.startsWith(shared) === true ? one.prefix.slice(shared.length) : one.prefix;
        const options = { ...one.options, props: new Map(one.options.props) };
        if (rest === null || rest === '') options.props.delete('prefix');
        else options.props.set('prefix', lit(rest));
        register(app, one.plugin, options);
      }
      return UNDEFINED;
    });
    register(instance, composed, shared === undefined ? object() : object([['prefix', lit(shared)]]));
  }
  return UNDEFINED;
}

/** @fastify/autoload (https://github.com/fastify/fastify-autoload): the files of a folder as plugins, evaluated against the real folder. */
export function autoloadPlugin(): NativeValue {
  const plugin = native('@fastify/autoload', autoload, [[STAYS, TRUE]]);
  for (const name of ['default', 'fastifyAutoload', 'autoLoad']) plugin.props.set(name, plugin);
  return plugin;
}

