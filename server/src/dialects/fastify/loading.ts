import type { Machine } from '../../evaluate/machine';
import type { Call, Value } from '../../evaluate/value';
import { alternatives, FALSE, hole, model, native, NULL, object, TRUE, UNDEFINED } from '../../evaluate/value';
import type { ModelType } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { propertySite } from '../written';
import type { Hook, Instance, InstanceState, RootState, Waiting } from './state';
import { applications, inherited } from './state';

/** What plugins carry that stay in the context that they are registered in (`fastify-plugin`); natives of libraries have it from the start. */
export const STAYS = 'Symbol(skip-override)';

const DONE = 'done';

/** Puts something in the line of what is loaded: plugins, hooks and callbacks take their turns in order. */
export function enqueue(m: Machine, what: Omit<Waiting, 'progress' | 'conditional'>): void {
  if (!m.alive) return;
  const { loading } = what.instance.state.root;
  const line = loading[loading.length - 1];
  if (line) m.heap.push(line, { ...what, conditional: m.nesting > 0, progress: new Map() });
}

/** Loads all that waits in the innermost line, as awaiting the instance does. */
export function flush(m: Machine, { loading }: RootState): void {
  const line = loading[loading.length - 1] ?? [];
  for (let i = 0; i < line.length && m.alive; i++) {
    const one = line[i];
    if (!one || one.progress.has(DONE)) continue;
    // What is left for the end gets a budget of its own.
    if (m.fuel < RESERVE && loading.length === 1) return;
    m.heap.set(one.progress, DONE, TRUE);
    if (one.conditional) m.nesting++;
    load(m, one);
    if (one.conditional) m.nesting--;
  }
}

/** Loads what still waits in any application, each with a budget of its own. */
export function flushAll(m: Machine, fuel: number): void {
  for (const app of applications(m)) {
    const { root } = app.state;
    const waits = (): boolean => (root.loading[0] ?? []).some(one => !one.progress.has(DONE));
    for (let rounds = 0; rounds < MAX_ROUNDS && waits(); rounds++) {
      Object.assign(m, { fuel, path: null, alive: true });
      flush(m, root);
    }
  }
}

/** The steps below which the plugins of an application wait for a fresh budget, and how many of these there are. */
const RESERVE = 20_000;
const MAX_ROUNDS = 50;

function load(m: Machine, one: Waiting): void {
  switch (one.kind) {
    case 'hook': addHook(m, one.instance, { name: one.name, value: one.value, site: one.site, scope: one.instance.state.parent === null ? 'app' : 'plugin', middleware: null }); return;
    case 'after': inLine(m, one.instance, () => m.call(one.value, [NULL, native('done', () => UNDEFINED)], { self: one.instance, site: one.site })); return;
    case 'plugin': for (const plugin of alternatives(one.value)) loadPlugin(m, one, plugin);
  }
}

/** Runs with a line of its own, and loads what was put there. */
function inLine(m: Machine, instance: Instance, run: () => void): void {
  const { root } = instance.state;
  root.loading.push([]);
  run();
  m.alive = true;
  flush(m, root);
  root.loading.pop();
}

/** Adds a hook to a context and to those below it. */
export function addHook(m: Machine, instance: Instance, hook: Hook): void {
  m.heap.push(instance.state.hooks, hook);
  for (const child of instance.state.children) addHook(m, child, hook);
}

/** The function of a plugin: modules stand for their default export. */
function pluginOf(m: Machine, value: Value): Value {
  if (value.t !== 'namespace' && value.t !== 'object') return value;
  const inner = m.get(value, 'default');
  return inner.t === 'lit' ? value : pluginOf(m, inner);
}

/** Whether a plugin is loaded into the context that it is registered in. */
function stays(plugin: Value): boolean {
  return (plugin.t === 'fn' || plugin.t === 'native') && plugin.props.get(STAYS) === TRUE;
}

function loadPlugin(m: Machine, waiting: Waiting, value: Value): void {
  const plugin = pluginOf(m, value);
  const { instance, site } = waiting;
  const given = waiting.options ?? object();
  const options = given.t === 'fn' ? m.call(given, [instance], { site }) : given;
  if (plugin.t !== 'fn' && plugin.t !== 'native') {
    if (plugin.t === 'lit') return;
    // What is out of sight may add hooks to where it is registered: whoever is asked about its routes should know.
    const known = isOfPackage(plugin);
    if (!known) m.program.note(site, 'a plugin could not be followed');
    addHook(m, instance, { name: 'onRequest', value: known ? plugin : hole('a plugin that could not be followed', site, [plugin]), site, scope: instance.state.parent === null ? 'app' : 'plugin', middleware: null });
    return;
  }
  const context = stays(plugin) ? instance : createChild(m, instance, given, waiting);
  if (context !== instance) for (const hook of instance.state.hooks) if (hook.name === 'onRegister') m.call(hook.value, [context, options], { self: instance, site: hook.site });
  inLine(m, context, () => m.call(plugin, [context, options, native('done', () => UNDEFINED)], { self: context, site }));
}

/** Whether a term comes from a package: then its name says something. */
function isOfPackage(v: Value): boolean {
  if (v.t !== 'sym') return false;
  return v.op === 'import' || ((v.op === 'get' || v.op === 'call' || v.op === 'new') && isOfPackage(v.base));
}

function createChild(m: Machine, parent: Instance, options: Value, waiting: Waiting): Instance {
  const prefix = m.get(options, 'prefix');
  const given = prefix.t === 'lit' && (prefix.v === undefined || prefix.v === null || prefix.v === '') ? null
    : { value: prefix, site: propertySite(m, options, 'prefix') ?? waiting.site };
  const child = createInstance(parent.type as ModelType<InstanceState>, {
    parent, root: parent.state.root, site: waiting.site, prefix: options.t === 'sym' || options.t === 'hole' ? null : given, hooks: [...parent.state.hooks], routes: [], children: [],
    request: new Map(), reply: new Map(), conditional: m.nesting > 0,
  });
  m.heap.push(parent.state.children, child);
  return child;
}

/** An instance value. */
export function createInstance(type: ModelType<InstanceState>, state: InstanceState): Instance {
  return model(type, state, state.site) as Instance;
}

/** A new application. */
export function createApplication(m: Machine, type: ModelType<InstanceState>, site: Site | null, assumed: boolean): Instance {
  const root: RootState = { assumed, loading: [[]], schemas: new Map() };
  const app = createInstance(type, { parent: null, root, site, prefix: null, hooks: [], routes: [], children: [], request: new Map(), reply: new Map(), conditional: false });
  if (!assumed) applications(m).push(app);
  return app;
}

/** Something that an instance or those around it are decorated with. */
export function decoration(instance: Instance, key: string): Value | undefined {
  return inherited(instance, one => one.props.get(key));
}

/** `decorate`, `decorateRequest` and `decorateReply`: a name and a value. */
export function decorate(m: Machine, store: Map<string, Value>, call: Call): void {
  const [name, value = UNDEFINED] = call.args;
  // A function goes by the name that it is known by from here on.
  if (name?.t === 'lit' && typeof name.v === 'string') m.heap.set(store, name.v, value.t === 'fn' && value.name === null ? { ...value, name: name.v } : value);
}

/** Whether a context has a decoration of this name. */
export function has(name: Value | undefined, find: (key: string) => Value | undefined): Value {
  return name?.t === 'lit' && typeof name.v === 'string' && find(name.v) !== undefined ? TRUE : FALSE;
}
