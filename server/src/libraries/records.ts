import type { Site } from '../model/facts';
import type { EntityField } from '../model/api';
import type { ModelType, ModelValue, Value } from '../evaluate/value';
import { derived, model } from '../evaluate/value';

/** Where a record was queried; carried by everything read from it, so that a response leads back to the query. */
export interface Query {
  readonly library: string;
  readonly entity: string;
  readonly operation: string;
  readonly site: Site | null;
}

/** One field of an entity as a value: a term that knows its origin. */
export interface FieldState { readonly source: string; readonly entity: string; readonly field: EntityField; readonly query: Query | null }

/** A field value; link recognises it by this type. */
export const fieldType: ModelType<FieldState> = { name: 'entity.field', maybeMissing: true };

/**
 * A row or document as a query gave it: the fields that left the database. `fields` is null when the entity is not known. Keys that code
 * set on it stand in `props`.
 */
export interface RecordState {
  readonly entity: string;
  readonly library: string;
  /** The visible fields with their values (fields, nested records, lists of records). */
  readonly fields: ReadonlyMap<string, Value> | null;
  /** Fields the serialiser drops although code can read them (`toJSON`, `@Exclude`). */
  readonly unserialised: ReadonlySet<string>;
  readonly query: Query | null;
  /** Whether `delete record.key` removes it from what is sent (not so for Mongoose documents). */
  readonly plain: boolean;
  readonly removed: ReadonlySet<string>;
}

/** The behaviour of records; link recognises them by this type's name. */
export const recordType: ModelType<RecordState> = {
  name: 'entity.record',
  maybeMissing: true,
  get: (self, key) => self.props.get(key) ?? (self.state.removed.has(key) ? undefined : self.state.fields?.get(key)),
  keys: self => [...new Set([...self.state.fields?.keys() ?? [], ...self.props.keys()])].filter(key => !self.state.removed.has(key)),
  without: (self, keys) => record({ ...self.state, removed: new Set([...self.state.removed, ...keys]) }, self.site, self.props),
  remove: (self, key, m) => {
    if (!self.state.plain) return false;
    m.heap.set(self.props, key, derived('removed', []));
    return true;
  },
};

/** A record value. */
export function record(state: RecordState, site: Site | null, props?: ReadonlyMap<string, Value>): Value {
  const value = model(recordType, state, site) as ModelValue<RecordState>;
  if (props) for (const [key, one] of props) value.props.set(key, one);
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
