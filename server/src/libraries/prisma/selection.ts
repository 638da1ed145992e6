import type { Machine } from '../../evaluate/machine';
import type { ModelValue, Value } from '../../evaluate/value';
import { derived, listOf, native, object } from '../../evaluate/value';
import type { Entity, EntityField } from '../../model/api';
import type { Query, RecordState } from '../records';
import { fieldValue, flagOf, option, record } from '../records';
import { isModelName, relatedTo } from './schema';

/** What a client adds to every result: the `omit` of its options and the computed fields of its extensions. */
export interface ClientOptions { readonly omit: Value | null; readonly extensions: readonly Value[] }

/** What a selection leaves of an entity. */
interface Selected { readonly fields: ReadonlyMap<string, Value> | null; readonly open: boolean }

interface Selecting { readonly m: Machine; readonly query: Query; readonly options: ClientOptions }

const MAX_RELATIONS = 8;

/** The record that a query with these arguments gives. */
export function selectedRecord(s: Selecting, entity: Entity | undefined, args: Value | undefined, missing: boolean, depth = 0): Value {
  const name = entity?.name ?? s.query.entity;
  const { fields, open } = entity === undefined || depth > MAX_RELATIONS ? { fields: null, open: true } : selection(s, entity, args, depth);
  const state: RecordState = {
    entity: name, library: 'prisma', fields, unserialised: new Set(), query: s.query, plain: true, open, missing,
    // `prisma.user.findUnique({ … }).posts()`: a relation that is asked for by a call.
    ...entity ? { member: (_self, key) => fluent(s, entity, key) } : {},
  };
  const value = record(state, s.query.site);
  if (fields !== null && entity) compute(s, entity, value, args);
  return value;
}

function fluent(s: Selecting, entity: Entity, key: string): Value | undefined {
  const field = entity.fields.find(one => one.name === key && one.relation !== null);
  return field && native(`prisma.${key}`, (_m, call) => related(s, entity, field, call.args[0], 0));
}

function scalar(s: Selecting, entity: Entity, field: EntityField): Value {
  const value = fieldValue('prisma', entity.name, field, s.query);
  return field.list ? listOf(value, s.query.site) : value;
}

function related(s: Selecting, entity: Entity, field: EntityField, args: Value | undefined, depth: number): Value {
  const target = relatedTo(s.m, field.relation ?? '', entity);
  const one = selectedRecord(s, target, args, field.optional && !field.list, depth + 1);
  return field.list ? listOf(one, s.query.site) : one;
}

function selection(s: Selecting, entity: Entity, args: Value | undefined, depth: number): Selected {
  const { m } = s;
  const select = option(m, args, 'select');
  const include = option(m, args, 'include');
  const fields = new Map<string, Value>();
  const add = (field: EntityField, nested: Value | undefined): void => {
    fields.set(field.name, field.relation === null ? scalar(s, entity, field) : related(s, entity, field, nested?.t === 'object' ? nested : undefined, depth));
  };
  let open = false;
  /** Adds what an object of flags names. */
  const take = (flags: Value, wanted: (field: EntityField) => boolean): boolean => {
    if (flags.t !== 'object') return false;
    if (flags.open || flags.spreads.length > 0) open = true;
    const names = new Set([...flags.props.keys(), ...flags.spreads.length > 0 ? entity.fields.map(field => field.name) : []]);
    for (const name of names) {
      const flag = m.get(flags, name);
      const set = flagOf(flag);
      if (set === undefined) open = true;
      if (set !== true) continue;
      const field = entity.fields.find(one => one.name === name);
      if (field && wanted(field)) add(field, flag.t === 'union' ? flag.of.find(one => one.t === 'object') : flag);
      else if (name === '_count') fields.set(name, counts(entity, flag));
    }
    return true;
  };
  if (select) {
    if (!take(select, () => true)) return { fields: null, open: true };
    if (include) take(include, field => field.relation !== null);
    return { fields, open };
  }
  const hidden = omitted(s, entity, option(m, args, 'omit'));
  if (hidden === undefined) return { fields: null, open: true };
  for (const field of entity.fields) if (field.relation === null && !hidden.has(field.name)) add(field, undefined);
  if (include && !take(include, field => field.relation !== null)) open = true;
  return { fields, open };
}

/** The fields that the client or the query leaves out; undefined where that is not known. */
function omitted(s: Selecting, entity: Entity, own: Value | undefined): ReadonlySet<string> | undefined {
  const hidden = new Set<string>();
  const apply = (flags: Value | undefined): boolean => {
    if (!flags) return true;
    if (flags.t !== 'object' || flags.open || flags.spreads.length > 0) return false;
    for (const [name, flag] of flags.props) {
      // A field that is left out on some ways only is there on the others.
      if (flag.t === 'lit' && flag.v === true) hidden.add(name);
      else hidden.delete(name);
    }
    return true;
  };
  const byClient = s.options.omit?.t === 'object' ? [...s.options.omit.props].find(([name]) => isModelName(entity, name))?.[1] : s.options.omit ?? undefined;
  return apply(byClient) && apply(own) ? hidden : undefined;
}

function counts(entity: Entity, flag: Value): Value {
  const chosen = flag.t === 'object' ? flag.props.get('select') : undefined;
  const names = chosen?.t === 'object' ? [...chosen.props.keys()] : entity.fields.filter(field => field.relation !== null && field.list).map(field => field.name);
  return object(names.map(name => [name, derived('count', [])] as const));
}

/** Adds the fields that `$extends({ result })` computes; one that gives `undefined` hides the column of its name. */
function compute(s: Selecting, entity: Entity, value: Value, args: Value | undefined): void {
  if (value.t !== 'model') return;
  const select = option(s.m, args, 'select');
  for (const extension of s.options.extensions) {
    const result = option(s.m, extension, 'result');
    if (result?.t !== 'object') continue;
    for (const [name, fields] of result.props) {
      if ((name !== '$allModels' && !isModelName(entity, name)) || fields.t !== 'object') continue;
      for (const [key, definition] of fields.props) {
        const body = definition.t === 'object' ? definition.props.get('compute') : undefined;
        if (!body || (select && flagOf(s.m.get(select, key)) !== true)) continue;
        const computed = s.m.call(body, [value], { site: s.query.site });
        (value as ModelValue).props.set(key, computed);
      }
    }
  }
}
