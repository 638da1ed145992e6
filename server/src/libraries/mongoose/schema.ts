import type { Machine } from '../../evaluate/machine';
import type { FnValue, ModelType, ModelValue, ObjectValue, Value } from '../../evaluate/value';
import { derived, lit, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import { apart } from '../../evaluate/apart';
import type { EntityField } from '../../model/api';
import type { Site } from '../../model/facts';
import { flagOf, option } from '../records';

/** A path of a schema. */
export interface PathDef extends EntityField {
  /** The model that it refers to: a name, a model, or something unknown. */
  readonly ref: Value | null;
  readonly required: boolean;
  readonly preset: boolean;
  /** The paths below it, of nested objects and subdocuments. */
  readonly nested: Paths | null;
  /** What the schema says about it (`select`, `private`, `hide`). */
  readonly options: Value | null;
}
export interface Paths { readonly all: readonly PathDef[]; readonly open: boolean }

/** A virtual: computed, or populated from another collection. */
export interface Virtual { readonly name: string; readonly options: Value | null; getter: Value | null }

export interface SchemaState {
  /** The definitions, of the constructor and of `add`. */
  readonly definitions: Value[];
  readonly options: ObjectValue;
  readonly methods: ObjectValue;
  readonly statics: ObjectValue;
  readonly virtuals: Virtual[];
  /** A plugin whose work is not known may hide paths. */
  readonly opaque: Value[];
  readonly site: Site | null;
}
export type Schema = ModelValue<SchemaState>;

const fluent: ReadonlySet<string> = new Set(['pre', 'post', 'index', 'indexes', 'remove', 'alias', 'searchIndex', 'queue', 'discriminator']);

/** `new Schema(…)`. */
const schemaType: ModelType<SchemaState> = {
  name: 'mongoose.schema',
  get: (self, key, m) => {
    const { state } = self;
    if (fluent.has(key)) return native(`schema.${key}`, () => self);
    switch (key) {
      case 'methods': case 'statics': case 'options': return state[key];
      case 'query': case 'tree': return object();
      case 'obj': return state.definitions[0] ?? object();
      case 'paths': return object(pathsOf(m, self).all.map(path => [path.name, object([['options', path.options ?? object()], ['instance', lit(path.type)]])] as const));
      case 'virtuals': return object(state.virtuals.map(one => [one.name, object()] as const));
      case 'add': return native('schema.add', (machine, call) => { if (call.args[0]) machine.heap.push(state.definitions, call.args[0]); return self; });
      case 'clone': return native('schema.clone', () => self);
      case 'method': case 'static': return native(`schema.${key}`, (machine, call) => {
        const [name, body] = call.args;
        const target = key === 'method' ? state.methods : state.statics;
        if (name?.t === 'object') for (const [one, fn] of name.props) machine.heap.set(target.props, one, fn);
        else if (body && name?.t === 'lit') machine.heap.set(target.props, String(name.v), body);
        return self;
      });
      case 'set': return native('schema.set', (machine, call) => {
        const name = stringOf(call.args[0]);
        if (name !== undefined && call.args[1]) machine.heap.set(state.options.props, name, call.args[1]);
        return self;
      });
      case 'get': return native('schema.get', (machine, call) => machine.get(state.options, stringOf(call.args[0]) ?? ''));
      case 'virtual': return native('schema.virtual', (machine, call) => {
        const virtual: Virtual = { name: stringOf(call.args[0]) ?? '', options: call.args[1] ?? null, getter: null };
        machine.heap.push(state.virtuals, virtual);
        return virtualOf(virtual);
      });
      case 'path': return native('schema.path', () => derived('path', []));
      case 'loadClass': return native('schema.loadClass', (machine, call) => {
        const [cls] = call.args;
        if (cls?.t !== 'class') return self;
        for (const [name, { kind, fn }] of cls.members) {
          if (kind === 'method') machine.heap.set(state.methods.props, name, fn);
          else machine.heap.push(state.virtuals, { name, options: null, getter: fn });
        }
        for (const [name, fn] of cls.statics) machine.heap.set(state.statics.props, name, fn);
        return self;
      });
      case 'plugin': return native('schema.plugin', (machine, call) => {
        const [plugin = UNDEFINED, options = UNDEFINED] = call.args;
        if (plugin.t === 'fn' || plugin.t === 'native') machine.call(plugin, [self, options], { site: call.site });
        else machine.heap.push(state.opaque, plugin);
        return self;
      });
      default: return undefined;
    }
  },
};

function virtualOf(virtual: Virtual): Value {
  const self: Value = object([
    ['get', native('virtual.get', (_m, call) => { virtual.getter = call.args[0] ?? null; return self; })], ['set', native('virtual.set', () => self)],
  ]);
  return self;
}

/** A schema of a definition and its options. */
export function schema(definition: Value | undefined, options: Value | undefined, site: Site | null): Schema {
  const copied = object(options?.t === 'object' ? options.props : []);
  const inOptions = (key: string): ObjectValue => { const found = options?.t === 'object' ? options.props.get(key) : undefined; return found?.t === 'object' ? found : object(); };
  const virtuals = [...inOptions('virtuals').props].map(([name, one]) => ({ name, options: null, getter: one.t === 'object' ? one.props.get('get') ?? null : null }));
  return model(schemaType, { definitions: definition ? [definition] : [], options: copied, methods: inOptions('methods'), statics: inOptions('statics'), virtuals, opaque: [], site }, site) as Schema;
}

/** Whether a value is a schema. */
export function isSchema(v: Value | undefined): v is Schema & Value {
  return v?.t === 'model' && v.type.name === schemaType.name;
}

const plain = (name: string, type: string, extra: Partial<PathDef> = {}): PathDef =>
  ({ name, type, list: false, optional: false, relation: null, hidden: false, ref: null, required: false, preset: true, nested: null, options: null, ...extra });

/** All paths of a schema, with those that the library adds. */
export function pathsOf(m: Machine, self: Schema, sub = false): Paths {
  const { state } = self;
  const all = new Map<string, PathDef>();
  let open = false;
  const option = (key: string): Value | undefined => state.options.props.get(key);
  for (const definition of state.definitions) {
    const paths = isSchema(definition) ? pathsOf(m, definition, true) : definitionOf(m, definition, 0);
    open ||= paths.open;
    for (const path of paths.all) all.set(path.name, path);
  }
  if (!all.has('_id') && flagOf(option('_id') ?? lit(true)) !== false) all.set('_id', plain('_id', 'ObjectId'));
  const stamps = option('timestamps');
  if (stamps && flagOf(stamps) !== false) for (const name of ['createdAt', 'updatedAt']) {
    const given = stamps.t === 'object' ? stamps.props.get(name) : undefined;
    if (given?.t === 'lit' && given.v === false) continue;
    all.set(stringOf(given) ?? name, plain(stringOf(given) ?? name, 'Date'));
  }
  const version = option('versionKey');
  if (!sub && !(version?.t === 'lit' && version.v === false)) all.set(stringOf(version) ?? '__v', plain(stringOf(version) ?? '__v', 'Number'));
  const key = option('discriminatorKey');
  if (key) all.set(stringOf(key) ?? '', plain(stringOf(key) ?? '', 'String'));
  return { all: [...all.values()], open };
}

/** The paths that a definition object declares. */
function definitionOf(m: Machine, definition: Value, depth: number): Paths {
  if (definition.t !== 'object' || depth > 6) return { all: [], open: true };
  const all = [...definition.props].map(([name, given]) => pathOf(m, name, given, depth));
  for (const spread of definition.spreads) if (spread.t === 'object') all.push(...definitionOf(m, spread, depth + 1).all);
  return { all, open: definition.open || definition.spreads.some(one => one.t !== 'object') };
}

/** The name of a type: `String`, `Schema.Types.ObjectId`, `'Number'`. */
export function typeName(v: Value | undefined): string {
  switch (v?.t) {
    case 'native': return v.name;
    case 'lit': return String(v.v);
    case 'sym': return v.op === 'global' || v.op === 'import' ? v.name : v.op === 'get' ? v.key : 'Mixed';
    case 'class': return v.name ?? 'Mixed';
    default: return 'Mixed';
  }
}

/** One path: a type, a list of a type, an object with `type`, a nested definition, or a schema. */
export function pathOf(m: Machine, name: string, given: Value, depth = 0): PathDef {
  if (given.t === 'list') {
    const [element = lit('Mixed')] = given.items;
    const path = pathOf(m, name, element, depth);
    // Objects in a list are subdocuments with an id of their own.
    const nested = path.nested && element.t === 'object' && !path.nested.all.some(one => one.name === '_id') ? { ...path.nested, all: [...path.nested.all, plain('_id', 'ObjectId')] } : path.nested;
    return { ...path, nested, list: true, preset: true };
  }
  if (isSchema(given)) return plain(name, 'Object', { preset: false, optional: true, nested: pathsOf(m, given, true) });
  if (given.t !== 'object') return plain(name, typeName(given), { preset: false, optional: true });
  const type = given.props.get('type');
  // `{ type: { type: String } }` is a nested object with a path named `type`.
  if (!type || (type.t === 'object' && type.props.has('type') && !given.props.has('select') && !given.props.has('ref'))) {
    const nested = definitionOf(m, given, depth + 1);
    return plain(name, 'Object', { preset: false, optional: true, nested });
  }
  const inner = pathOf(m, name, type, depth + 1);
  const ref = option(m, given, 'ref') ?? option(m, given, 'refPath') ?? inner.ref;
  const required = option(m, given, 'required');
  const sure = required !== undefined && flagOf(required.t === 'list' ? required.items[0] ?? UNDEFINED : required) === true;
  const select = option(m, given, 'select');
  const hidden = select?.t === 'lit' && select.v === false;
  const element = type.t === 'list' ? type.items[0] : undefined;
  const relation = ref ?? (element?.t === 'object' ? option(m, element, 'ref') : undefined) ?? null;
  return { ...inner, hidden, ref: relation, relation: relation ? stringOf(relation) ?? refName(m, relation) : null, required: sure, optional: !sure, preset: inner.list || given.props.has('default'), options: given };
}

/** The name of the model that a `ref` means. */
export function refName(m: Machine, ref: Value): string | null {
  if (ref.t === 'lit') return String(ref.v);
  if (ref.t === 'class') return ref.name;
  if (ref.t === 'model' && ref.type.name === 'mongoose.model') return (ref.state as { readonly name: string }).name;
  if (ref.t !== 'fn' || (ref as FnValue).name === null) return null;
  const answer = apart(m, () => m.call(ref, []));
  return answer.t === 'fn' ? null : refName(m, answer);
}

/** Whether plugins or the like may change what documents look like in a way that is not known. */
export function isOpaque(self: Schema): boolean {
  return self.state.opaque.some(plugin => /hidden|private|json|select|protect|mask/i.test(nameOf(plugin)) && !hidesPaths(plugin));
}

function nameOf(v: Value): string {
  return v.t === 'sym' ? v.op === 'import' ? v.module : v.op === 'call' || v.op === 'get' ? nameOf(v.base) : '' : '';
}

const hidesPaths = (plugin: Value): boolean => ['mongoose-hidden', 'mongoose-private-paths'].includes(nameOf(plugin));

/** Paths that known plugins take out of JSON: `hide` of mongoose-hidden, `private` of mongoose-private-paths. */
export function hiddenByPlugins(m: Machine, self: Schema): ReadonlySet<string> {
  const names = new Set<string>();
  for (const plugin of self.state.opaque) {
    const keys = nameOf(plugin) === 'mongoose-hidden' ? ['hide', 'hideJSON'] : nameOf(plugin) === 'mongoose-private-paths' ? ['private'] : [];
    for (const path of pathsOf(m, self).all) if (path.options && keys.some(key => flagOf(option(m, path.options ?? undefined, key) ?? lit(false)) === true)) names.add(path.name);
    if (nameOf(plugin) === 'mongoose-hidden') { names.add('_id'); names.add('__v'); }
  }
  return names;
}
