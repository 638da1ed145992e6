import type { Machine } from '../../evaluate/machine';
import type { ModelValue, Value } from '../../evaluate/value';
import { list, listOf, native, object, UNDEFINED } from '../../evaluate/value';
import type { Query, RecordState } from '../records';
import { changes, fieldValue, flagOf, isRecord, record } from '../records';
import type { Column, EntityInfo } from './entities';
import { entityOf, nameOfEntity } from './entities';

/** One query while its rows are made. */
export interface Asking { readonly m: Machine; readonly query: Query }

/** What a query selects of an entity; `eager` says whether relations come that are declared so. */
export interface Selection { readonly select: Value | undefined; readonly relations: Value | undefined; readonly eager: boolean }

const MAX_RELATIONS = 6;
const own: ReadonlySet<string> = new Set(['save', 'remove', 'softRemove', 'recover', 'reload']);

/** A row: an instance of the entity's class with these fields. */
export function rowOf(s: Asking, info: EntityInfo | undefined, fields: ReadonlyMap<string, Value> | null, open: boolean, missing: boolean): Value {
  const cls = info?.cls ?? null;
  const state: RecordState = {
    entity: info?.name ?? s.query.entity, library: 'typeorm', fields, unserialised: new Set(), query: s.query, plain: true, open, missing, excluded: info?.excluded ?? new Set(),
    member: (self, key, m) => {
      const found = cls ? m.member(cls, key) : undefined;
      if (found) return found.kind === 'get' ? m.call(found.fn, [], { self: self as Value }) : found.fn;
      return own.has(key) ? native(`entity.${key}`, () => key === 'save' ? savedRow(s, info, self as Value) : self as Value) : undefined;
    },
    ...cls && s.m.member(cls, 'toJSON') ? { serialise: (self: ModelValue<RecordState>, m: Machine): Value => { const json = m.member(cls, 'toJSON'); return json ? m.call(json.fn, [], { self: self as Value }) : object(self.props); } } : {},
  };
  return record(state, s.query.site);
}

/** The row that find options select (https://typeorm.io/docs/working-with-entity-manager/find-options). */
export function selectedRow(s: Asking, info: EntityInfo | undefined, selection: Selection, missing: boolean, depth = 0): Value {
  if (!info || depth > MAX_RELATIONS) return rowOf(s, info, null, true, missing);
  const chosen = chosenOf(s.m, selection.select);
  const related = relatedOf(s.m, selection.relations);
  if (chosen === undefined) return rowOf(s, info, null, true, missing);
  let open = chosen !== null && chosen.open;
  const fields = new Map<string, Value>();
  for (const column of info.columns) {
    const flag = chosen?.flags.get(column.name);
    if (column.relation === null) {
      if (chosen === null ? !column.hidden : flag !== undefined && flagOf(flag) === true) fields.set(column.name, columnValue(s, info, column, chosen === null ? undefined : flag));
      else if (flag !== undefined && flagOf(flag) === undefined) open = true;
      continue;
    }
    const nested = related?.get(column.name);
    if (nested === undefined && !(selection.eager && column.eager)) continue;
    const target = entityOf(s.m, column.target ?? undefined);
    const one = selectedRow(s, target, { select: flag?.t === 'object' ? flag : undefined, relations: nested, eager: selection.eager }, !column.list, depth + 1);
    fields.set(column.name, column.list ? listOf(one, s.query.site) : one);
  }
  if (related === undefined && selection.relations) open = true;
  return rowOf(s, info, fields, open, missing);
}

/** The value of a column; an embedded class is an object of its columns. */
export function columnValue(s: Asking, info: EntityInfo, column: Column, flag: Value | undefined, prefix = ''): Value {
  const name = prefix + column.name;
  if (column.embedded) {
    const flags = flag?.t === 'object' ? flag : undefined;
    return object(column.embedded.filter(one => flags ? flagOf(s.m.get(flags, one.name)) === true : !one.hidden).map(one => [one.name, columnValue(s, info, one, undefined, `${name}.`)] as const));
  }
  const value = fieldValue('typeorm', info.name, { name, type: column.type, list: column.list, optional: column.optional, relation: column.relation, hidden: column.hidden }, s.query);
  return column.list ? listOf(value, s.query.site) : value;
}

/** The flags of a `select`: null when there is none, undefined when it is not known. */
function chosenOf(m: Machine, select: Value | undefined): { readonly flags: ReadonlyMap<string, Value>; readonly open: boolean } | null | undefined {
  if (!select) return null;
  if (select.t === 'list') return select.open || !select.items.every(one => one.t === 'lit') ? undefined : { flags: new Map(select.items.map(one => [one.t === 'lit' ? String(one.v) : '', { t: 'lit', v: true } as const])), open: false };
  if (select.t !== 'object') return undefined;
  const flags = new Map(select.props);
  let open = select.open;
  for (const spread of select.spreads) if (spread.t === 'object') for (const [key, one] of spread.props) flags.set(key, one); else open = true;
  // Without any column that is selected, all are.
  return flags.size === 0 && !open ? null : { flags, open };
}

/** The relations that are asked for, each with those below it; undefined when not known. */
function relatedOf(m: Machine, relations: Value | undefined): ReadonlyMap<string, Value> | undefined {
  if (!relations) return new Map();
  if (relations.t === 'object') return relations.open ? undefined : new Map([...relations.props].filter(([, one]) => flagOf(one) !== false));
  if (relations.t !== 'list' || relations.open) return undefined;
  const names = relations.items.map(one => one.t === 'lit' ? String(one.v) : undefined);
  if (names.includes(undefined)) return undefined;
  const out = new Map<string, Value>();
  for (const name of names) {
    const [head = '', ...rest] = (name ?? '').split('.');
    const below = out.get(head);
    const items = below?.t === 'list' ? below.items : [];
    out.set(head, list(rest.length > 0 ? [...items, { t: 'lit', v: rest.join('.') }] : items));
  }
  return out;
}

/** `repository.create(values)`: an instance that has the entity's properties among the values. */
export function createdRow(s: Asking, info: EntityInfo | undefined, given: Value | undefined): Value {
  if (given?.t === 'list') return list(given.items.map(one => createdRow(s, info, one)), given.site);
  if (!info) return rowOf(s, info, null, true, false);
  const partly = given !== undefined && !(given.t === 'object' && !given.open && given.spreads.length === 0) && !(given.t === 'lit');
  const fields = new Map<string, Value>();
  for (const column of info.columns) {
    const value = given?.t === 'object' || (given && isRecord(given)) ? given.props.get(column.name) : undefined;
    if (value && !(value.t === 'lit' && value.v === undefined)) fields.set(column.name, column.relation === null ? columnValue(s, info, column, undefined) : value);
  }
  return rowOf(s, info, fields, partly, false);
}

/**
 * `repository.save(entity)` gives what it was given: with all that was set on it, `select: false` or not, and what the database generated.
 */
export function savedRow(s: Asking, info: EntityInfo | undefined, given: Value | undefined): Value {
  if (!given) return rowOf(s, info, null, true, false);
  if (given.t === 'list') return { ...given, items: given.items.map(one => savedRow(s, info, one)), rest: given.rest ? savedRow(s, info, given.rest) : null };
  if (given.t !== 'object' && given.t !== 'instance' && !isRecord(given)) {
    // What the request brings is saved as it is: the required columns are there, whoever sent them.
    const fields = info ? new Map(info.columns.filter(one => one.relation === null && (one.generated || one.preset || !one.optional)).map(one => [one.name, columnValue(s, info, one, undefined)] as const)) : null;
    return rowOf(s, info, fields, true, false);
  }
  const { props } = given;
  const partly = given.t === 'object' ? given.open || given.spreads.length > 0 : isRecord(given) && given.state.open === true;
  for (const column of info?.columns ?? []) {
    if (!info || column.relation !== null) continue;
    const value = props.get(column.name);
    if (value ? value.t !== 'lit' && !isRecord(value) : column.generated || column.preset || (partly && !column.optional)) s.m.heap.set(props, column.name, columnValue(s, info, column, undefined));
    else if (value?.t === 'lit' && value.v !== undefined) s.m.heap.set(props, column.name, columnValue(s, info, column, undefined));
  }
  return given;
}

/** The entity that a query is about. */
export function askingFor(m: Machine, entity: Value | undefined, operation: string, site: Query['site']): { readonly s: Asking; readonly info: EntityInfo | undefined } {
  const info = entityOf(m, entity);
  return { info, s: { m, query: { library: 'typeorm', entity: info?.name ?? nameOfEntity(entity), operation, site } } };
}

/** What a statement tells about itself: `DeleteResult`, `InsertResult`, or `UpdateResult` (which a soft delete gives, too). */
export function outcome(statement: string): Value {
  switch (statement) {
    case 'clear': return UNDEFINED;
    case 'delete': case 'deleteAll': return changes('raw', 'affected');
    case 'insert': case 'upsert': return changes('identifiers', 'generatedMaps', 'raw');
    default: return changes('generatedMaps', 'raw', 'affected');
  }
}
