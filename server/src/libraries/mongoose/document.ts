import type { Machine } from '../../evaluate/machine';
import type { ModelValue, ObjectValue, Value } from '../../evaluate/value';
import { derived, hole, list, listOf, native, object, stringOf, union, UNDEFINED } from '../../evaluate/value';
import type { Query, RecordState } from '../records';
import { fieldValue, flagOf, isRecord, option, record } from '../records';
import { modelNamed, schemaOf } from './models';
import type { ModelState } from './models';
import type { Word } from './projection';
import { projected, wordsOf } from './projection';
import type { PathDef, Paths, Schema } from './schema';
import { hiddenByPlugins, isOpaque, pathsOf, refName } from './schema';

/** One step of a query that decides what a document has. */
export type Op =
  | { readonly kind: 'select'; readonly given: Value }
  | { readonly kind: 'populate'; readonly args: readonly Value[] }
  | { readonly kind: 'lean'; readonly options: Value | undefined };

/** How a document came to be: by a query with its steps, or made by code from values. */
export interface Origin { readonly of: ModelState; readonly query: Query; readonly ops: Op[]; readonly given: Value | null; readonly missing: boolean }

const MAX_POPULATED = 6;

/** The document of a query, or one that code made. `queryMember` answers for what only queries have. */
export function documentOf(m: Machine, origin: Origin, queryMember: (self: ModelValue<RecordState>, key: string) => Value | undefined = () => undefined, depth = 0): Value {
  const schema = schemaOf(m, origin.of);
  const visible = (): { readonly fields: ReadonlyMap<string, Value> | null; readonly open: boolean } => depth > MAX_POPULATED || !schema ? { fields: null, open: true } : fieldsOf(m, origin, schema, depth);
  const isLean = (): boolean => origin.ops.some(op => op.kind === 'lean');
  let known: { readonly count: number; readonly seen: ReturnType<typeof visible> } | undefined;
  const now = (): ReturnType<typeof visible> => {
    if (known?.count !== origin.ops.length) known = { count: origin.ops.length, seen: visible() };
    return known.seen;
  };
  const state: RecordState = {
    entity: origin.of.name, library: 'mongoose', query: origin.query, unserialised: new Set(), missing: origin.missing,
    get fields() { return now().fields; },
    get open() { return now().open; },
    get plain() { return isLean(); },
    get serialise() { return isLean() || !schema ? undefined : (self: ModelValue<RecordState>, machine: Machine) => jsonOf(machine, self, schema); },
    // Spreading a document copies its internals: `_doc` holds all that was loaded, whatever `toJSON` would have hidden.
    get spread() { return isLean() ? undefined : (self: ModelValue<RecordState>) => new Map<string, Value>([['$__', object()], ['_doc', object(self.props)]]); },
    member: (self, key, machine) => queryMember(self, key) ?? (isLean() ? undefined : member(machine, self, key, schema, origin)),
  } as RecordState;
  return record(state, origin.query.site);
}

/** Adds a step to a query and puts what the document now has in place of what it had. */
export function withStep(m: Machine, doc: Value, origin: Origin, op: Op): void {
  m.heap.push(origin.ops, op);
  if (doc.t !== 'model' || !isRecord(doc)) return;
  const fields = doc.state.fields ?? new Map<string, Value>();
  for (const key of [...doc.props.keys()]) if (!fields.has(key)) m.heap.remove(doc.props, key);
  for (const [key, value] of fields) m.heap.set(doc.props, key, value);
}

function fieldsOf(m: Machine, origin: Origin, schema: Schema, depth: number): { readonly fields: ReadonlyMap<string, Value> | null; readonly open: boolean } {
  const paths = pathsOf(m, schema);
  const fields = new Map<string, Value>();
  let open = paths.open;
  const words: Word[] = [];
  for (const op of origin.ops) if (op.kind === 'select') {
    const said = wordsOf(m, op.given);
    if (!said) return { fields: null, open: true };
    words.push(...said);
  }
  if (origin.given) {
    const made = madeFrom(m, paths, origin.given, origin);
    for (const [key, value] of made.fields) fields.set(key, value);
    open ||= made.open;
  } else for (const path of projected(paths, words)) fields.set(path.name, valueOf(path, origin, path.name));
  for (const op of origin.ops) if (op.kind === 'populate') {
    for (const request of requestsOf(m, op.args)) if (!populate(m, origin, schema, paths, fields, request, depth)) open = true;
  }
  return { fields, open };
}

function valueOf(path: PathDef, origin: Origin, name: string): Value {
  const one = path.nested ? object(path.nested.all.map(inner => [inner.name, valueOf(inner, origin, `${name}.${inner.name}`)] as const))
    : fieldValue('mongoose', origin.of.name, { ...path, name }, origin.query);
  if (path.nested && one.t === 'object') one.open = path.nested.open;
  return path.list ? listOf(one, origin.query.site) : one;
}

/** A document in memory has what it was given and what the schema presets, `select: false` or not. */
function madeFrom(m: Machine, paths: Paths, given: Value, origin: Origin): { readonly fields: ReadonlyMap<string, Value>; readonly open: boolean } {
  const fields = new Map<string, Value>();
  const partly = given.t !== 'object' || given.open || given.spreads.length > 0;
  for (const path of paths.all) {
    const own = given.t === 'object' ? given.props.get(path.name) : undefined;
    if (own?.t === 'lit' && own.v === undefined && !path.preset) continue;
    // A validated document has what is required, whoever sent it.
    if (!own && !path.preset && !(partly && path.required)) continue;
    fields.set(path.name, own && path.ref && isRecord(own) ? own : valueOf(path, origin, path.name));
  }
  return { fields, open: partly };
}

/** One request to populate. */
interface Request { readonly path: string; readonly select: Value | undefined; readonly nested: Value | undefined; readonly model: Value | undefined }

function requestsOf(m: Machine, args: readonly Value[]): readonly (Request | undefined)[] {
  const [first = UNDEFINED, select] = args;
  if (first.t === 'list') return first.items.flatMap(one => requestsOf(m, [one]));
  const text = stringOf(first);
  if (text !== undefined) return text.split(/\s+/).filter(one => one !== '').map(path => ({ path, select, nested: undefined, model: args[2] }));
  const path = stringOf(option(m, first, 'path'));
  if (path === undefined) return [undefined];
  return path.split(/\s+/).map(one => ({ path: one, select: option(m, first, 'select'), nested: option(m, first, 'populate'), model: option(m, first, 'model') }));
}

/** Puts the related documents in place of a reference; false when the request is not known. */
function populate(m: Machine, origin: Origin, schema: Schema, paths: Paths, fields: Map<string, Value>, request: Request | undefined, depth: number): boolean {
  if (!request) return false;
  const [head = '', ...rest] = request.path.split('.');
  const path = paths.all.find(one => one.name === head);
  const virtual = schema.state.virtuals.find(one => one.name === request.path);
  const ref = request.model ?? (virtual ? option(m, virtual.options ?? undefined, 'ref') : path?.ref) ?? null;
  const related = (to: Value, many: boolean): Value => {
    const name = refName(m, to);
    const ops: Op[] = [...request.select ? [{ kind: 'select', given: request.select } as const] : [], ...request.nested ? [{ kind: 'populate', args: [request.nested] } as const] : [], ...origin.ops.filter(op => op.kind === 'lean')];
    const one = documentOf(m, { of: name === null ? { name: 'unknown', schema: null } : modelNamed(m, name), query: origin.query, ops, given: null, missing: !many }, undefined, depth + 1);
    return many ? listOf(one, origin.query.site) : one;
  };
  if (virtual && ref) {
    const one = option(m, virtual.options ?? undefined, 'justOne');
    fields.set(request.path, related(ref, !one || flagOf(one) !== true));
    return true;
  }
  if (!path || (!fields.has(head) && !origin.given)) return path !== undefined;
  if (rest.length === 0) {
    if (!ref) return false;
    fields.set(head, related(ref, path.list));
    return true;
  }
  const inner = path.nested;
  const at = fields.get(head);
  const holder = at?.t === 'list' ? at.rest : at;
  if (!inner || holder?.t !== 'object') return false;
  return populate(m, origin, schema, inner, holder.props, { ...request, path: rest.join('.') }, depth);
}

/** Methods and virtuals of documents. */
function member(m: Machine, self: ModelValue<RecordState>, key: string, schema: Schema | undefined, origin: Origin): Value | undefined {
  const own = schema?.state.methods.props.get(key);
  if (own) return own;
  const virtual = schema?.state.virtuals.find(one => one.name === key && one.getter !== null);
  if (virtual?.getter) return m.call(virtual.getter, [], { self: self as Value });
  switch (key) {
    case 'toObject': return native('doc.toObject', (machine, call) => schema ? plainOf(machine, self, schema, option(machine, schema.state.options, 'toObject'), call.args[0]) : object(self.props));
    case 'toJSON': return native('doc.toJSON', (machine, call) => schema ? plainOf(machine, self, schema, option(machine, schema.state.options, 'toJSON'), call.args[0]) : object(self.props));
    case '_doc': return object(self.props);
    case 'id': return self.props.get('_id');
    case 'populate': case 'execPopulate': return native(`doc.${key}`, (machine, call) => { if (key === 'populate') withPopulated(machine, self, origin, call.args); return self as Value; });
    case 'save': case 'validate': case 'deleteOne': case 'remove': case 'depopulate': case 'overwrite': case 'markModified': case '$session':
      return native(`doc.${key}`, () => key === 'validate' ? UNDEFINED : self as Value);
    case 'get': return native('doc.get', (machine, call) => { const name = stringOf(call.args[0]); return name === undefined ? hole('a path', call.site) : name.split('.').reduce<Value>((base, one) => machine.get(base, one), self as Value); });
    case 'set': case '$set': return native('doc.set', (machine, call) => {
      const [name = UNDEFINED, value = UNDEFINED] = call.args;
      for (const [one, given] of name.t === 'object' ? name.props : name.t === 'lit' ? [[String(name.v), value] as const] : []) machine.heap.set(self.props, one, given);
      return self as Value;
    });
    case 'updateOne': case 'equals': case 'isModified': case 'isDirectModified': case 'isSelected': case 'modifiedPaths': case '$isDefault':
      return native(`doc.${key}`, (_machine, call) => derived(key, call.args));
    case 'isNew': return derived('isNew', []);
    default: return undefined;
  }
}

/** Populating a document that is already there leaves what code did to its other fields. */
function withPopulated(m: Machine, self: ModelValue<RecordState>, origin: Origin, args: readonly Value[]): void {
  const schema = schemaOf(m, origin.of);
  if (!schema) return;
  const fields = new Map(self.props);
  for (const request of requestsOf(m, args)) populate(m, origin, schema, pathsOf(m, schema), fields, request, 0);
  for (const [key, value] of fields) if (self.props.get(key) !== value) m.heap.set(self.props, key, value);
}

/** What `JSON.stringify` sees: `methods.toJSON`, or what the schema's options make of the document. */
function jsonOf(m: Machine, self: ModelValue<RecordState>, schema: Schema): Value {
  if (isOpaque(schema)) return hole('a plugin may hide paths', self.site);
  const own = schema.state.methods.props.get('toJSON');
  return own ? m.call(own, [], { self: self as Value }) : plainOf(m, self, schema, option(m, schema.state.options, 'toJSON'), undefined);
}

/** The plain object of a document, by the options of the schema and of the call. */
function plainOf(m: Machine, self: ModelValue<RecordState>, schema: Schema, bySchema: Value | undefined, byCall: Value | undefined): Value {
  const said = (key: string): Value | undefined => option(m, byCall, key) ?? option(m, bySchema, key);
  const hidden = hiddenByPlugins(m, schema);
  const paths = new Set(pathsOf(m, schema).all.map(path => path.name));
  const out: ObjectValue = object([...self.props].filter(([key]) => paths.has(key) && !hidden.has(key)), self.site);
  out.open = self.state.fields === null || self.state.open === true;
  const version = said('versionKey');
  if (version && flagOf(version) === false) out.props.delete('__v');
  const virtuals = said('virtuals');
  if (virtuals && flagOf(virtuals) !== false) {
    for (const { name, getter } of schema.state.virtuals) {
      const value = getter ? m.call(getter, [], { self: self as Value }) : self.props.get(name);
      if (value) out.props.set(name, value);
    }
    const id = self.props.get('_id');
    if (id && flagOf(schema.state.options.props.get('id') ?? { t: 'lit', v: true }) !== false) out.props.set('id', id);
  }
  const transform = said('transform');
  if (!transform || flagOf(transform) === false) return out;
  // A transform may change its argument or give another object.
  const given = m.call(transform, [self as Value, out, byCall ?? bySchema ?? object()]);
  return union((given.t === 'union' ? given.of : [given]).map(one => one.t === 'lit' && (one.v === undefined || one.v === null) ? out : one));
}

/** A list of documents made of a list of values. */
export function documentsOf(m: Machine, origin: Origin, given: Value): Value {
  return given.t === 'list' && !given.open ? list(given.items.map(one => documentOf(m, { ...origin, given: one })), given.site)
    : listOf(documentOf(m, { ...origin, given: given.t === 'list' && given.rest ? given.rest : derived('element', [given]) }), origin.query.site);
}
