import type { Site } from '../model/facts';
import type { Entity, EntityField } from '../model/api';
import type { Machine } from '../evaluate/machine';
import type { ModelType, ModelValue, Value } from '../evaluate/value';
import { alternatives, derived, model, object } from '../evaluate/value';

/** Where a record was queried; carried by everything read from it, so that a response leads back to the query. */
export interface Query {
  readonly library: string;
  readonly entity: string;
  readonly operation: string;
  readonly site: Site | null;
}

/** What a query asks for and writes, for judging ownership: `detail` of the machine's `query` event. */
export interface QueryDetail {
  readonly library: string;
  readonly entity: string;
  readonly operation: string;
  readonly effect: 'read' | 'create' | 'update' | 'delete';
  /** The filter as it was given; null where the operation has none. */
  readonly where: Value | null;
  /** What is written; null where nothing is. */
  readonly data: Value | null;
}

/** An entity that code declares. Its place is where `site` is; whoever collects it knows the texts. */
export interface DeclaredEntity extends Pick<Entity, 'name' | 'library' | 'fields'> { readonly site: Site }

/** One field of an entity as a value: a term that knows its origin. */
export interface FieldState { readonly source: string; readonly entity: string; readonly field: EntityField; readonly query: Query | null }

/** A field value; link recognises it by this type. */
export const fieldType: ModelType<FieldState> = { name: 'entity.field', maybeMissing: true };

/**
 * A row or document as a query gave it: the fields that left the database. What is on it now stands in `props`: code can set and delete.
 */
export interface RecordState {
  readonly entity: string;
  readonly library: string;
  /** The visible fields with their values (fields, nested records, lists of records); null when the entity is not known. */
  readonly fields: ReadonlyMap<string, Value> | null;
  /** Fields the serialiser drops although code can read them. */
  readonly unserialised: ReadonlySet<string>;
  readonly query: Query | null;
  /** Whether `delete record.key` removes it from what is sent (not so for Mongoose documents). */
  readonly plain: boolean;
  /** There may be further fields than those known: a selection could only partly be followed. */
  readonly open?: boolean;
  /** Fields that class-transformer drops, where an interceptor of the framework applies it to the record. */
  readonly excluded?: ReadonlySet<string>;
  /** Whether the query may give nothing at all. */
  readonly missing?: boolean;
  /** Members that are no fields: methods, relations that are asked for. */
  readonly member?: (self: ModelValue<RecordState>, key: string, m: Machine) => Value | undefined;
  /** What `JSON.stringify` sees instead of the fields (`toJSON`). */
  readonly serialise?: (self: ModelValue<RecordState>, m: Machine) => Value;
  /** What spreading copies, when that is not the fields. */
  readonly spread?: (self: ModelValue<RecordState>) => ReadonlyMap<string, Value>;
}

const behaviour: Omit<ModelType<RecordState>, 'maybeMissing'> = {
  name: 'entity.record',
  get: (self, key, m) => self.props.get(key) ?? self.state.spread?.(self).get(key) ?? self.state.member?.(self, key, m) ?? (self.state.fields !== null && self.state.open !== true ? undefinedOf(key) : undefined),
  keys: self => [...(self.state.spread?.(self) ?? self.props).keys()],
  without: (self, keys) => {
    const from = self.state.spread?.(self) ?? self.props;
    const { serialise: _serialise, spread: _spread, member: _member, ...state } = self.state;
    return recordWith({ ...state, missing: false, plain: true }, self.site, new Map([...from].filter(([key]) => !keys.includes(key))));
  },
  remove: (self, key, m) => {
    if (!self.state.plain) return false;
    m.heap.remove(self.props, key);
    return true;
  },
};

/** What a record surely has no field for; methods of promises stay. */
function undefinedOf(key: string): Value | undefined {
  return ['then', 'catch', 'finally'].includes(key) ? undefined : { t: 'lit', v: undefined };
}

/** The behaviour of records that exist; link recognises records by this type's name. */
export const recordType: ModelType<RecordState> = behaviour;
const missingType: ModelType<RecordState> = { ...behaviour, maybeMissing: true };

/** A record value with its fields. */
export function record(state: RecordState, site: Site | null): Value {
  return recordWith(state, site, state.fields ?? new Map());
}

function recordWith(state: RecordState, site: Site | null, props: ReadonlyMap<string, Value>): Value {
  const value = model(state.missing === true ? missingType : recordType, state, site) as ModelValue<RecordState>;
  for (const [key, one] of props) value.props.set(key, one);
  return value as Value;
}

/** The value of one field. */
export function fieldValue(library: string, entity: string, field: EntityField, query: Query | null): Value {
  return model(fieldType, { source: `${library}:${entity}.${field.name}`, entity, field, query }, query?.site ?? null) as Value;
}

/** Whether a value is a record. */
export function isRecord(v: Value): v is ModelValue<RecordState> & Value {
  return v.t === 'model' && v.type.name === recordType.name;
}

/** Whether a value is a field of an entity. */
export function isField(v: Value): v is ModelValue<FieldState> & Value {
  return v.t === 'model' && v.type.name === fieldType.name;
}

/** A property of an options object: undefined when it is not given; what may be given by unknown spreads is a term. */
export function option(m: Machine, options: Value | undefined, key: string): Value | undefined {
  if (!options || (options.t === 'lit')) return undefined;
  const value = m.get(options, key);
  return value.t === 'lit' && (value.v === undefined || value.v === null) ? undefined : value;
}

/** Whether a flag is set; undefined where that is not known. A flag that is set on some way counts as set. */
export function flagOf(value: Value): boolean | undefined {
  const each = alternatives(value).map(one => one.t === 'lit' ? Boolean(one.v) : one.t === 'object' || one.t === 'list' ? true : undefined);
  return each.includes(true) ? true : each.every(one => one === false) ? false : undefined;
}

/** Tells the run about a query. */
export function tell(m: Machine, detail: QueryDetail, value: Value, site: Site | null): void {
  m.emit({ kind: 'query', value, status: null, site, via: `${detail.library}:${detail.entity}.${detail.operation}`, detail });
}

/** A number that the database counts. */
export function counted(name: string): Value {
  return derived(name, []);
}

/** The answer of a statement that changes many rows. */
export function changes(...names: readonly string[]): Value {
  return object(names.map(name => [name, counted(name)] as const));
}
