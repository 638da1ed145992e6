import type { Machine } from '../../evaluate/machine';
import type { ModelValue, Value } from '../../evaluate/value';
import { derived, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { EntityField } from '../../model/api';
import type { Site } from '../../model/facts';
import type { DeclaredEntity, Query, RecordState } from '../records';
import { fieldValue, record, tell } from '../records';

/** A model with its attributes; those of a model that is not known are null. */
export interface ModelState { readonly name: string; readonly fields: readonly EntityField[] | null }

const typeNames = (value: Value): string => value.t === 'sym' && value.op === 'get' ? value.key : value.t === 'sym' && (value.op === 'call' || value.op === 'new') ? typeNames(value.base) : 'unknown';

/** The attributes of `define('User', { name: DataTypes.STRING, age: { type: DataTypes.INTEGER } })`. */
export function attributesOf(m: Machine, given: Value | undefined): readonly EntityField[] | null {
  if (given?.t !== 'object' || given.open || given.spreads.length > 0) return null;
  const fields = [...given.props].map(([name, value]): EntityField => {
    const options = value.t === 'object' && value.props.has('type') ? value : null;
    const optional = options === null || m.truth(m.get(options, 'allowNull')) !== false;
    return { name, type: typeNames(options?.props.get('type') ?? value), list: false, optional, relation: null, hidden: false };
  });
  // A key of its own is there without being declared.
  return fields.some(one => one.name === 'id') || [...given.props.values()].some(one => one.t === 'object' && one.props.has('primaryKey')) ? fields
    : [{ name: 'id', type: 'INTEGER', list: false, optional: false, relation: null, hidden: false }, ...fields];
}

/** Keeps the entity that a model declares; what it belongs to may be told later, so its attributes are asked for when somebody wants them. */
export function declare(m: Machine, name: string, site: Site | null, fields: () => readonly EntityField[] | null): void {
  if (site) m.program.collected<DeclaredEntity>('entity').push({ name, library: 'sequelize', site, get fields() { return fields() ?? []; } });
}

/** The field by which one model belongs to another: `Invoice.belongsTo(User)`, with `as` or `foreignKey` under another name. */
export function foreignKey(m: Machine, target: string, options: Value | undefined): EntityField {
  const given = options?.t === 'object' ? m.get(options, 'foreignKey') : undefined;
  const named = stringOf(given) ?? (given?.t === 'object' ? stringOf(m.get(given, 'name')) : undefined);
  const as = options?.t === 'object' ? stringOf(m.get(options, 'as')) : undefined;
  const base = as ?? target;
  return { name: named ?? `${base.charAt(0).toLowerCase()}${base.slice(1)}Id`, type: 'INTEGER', list: false, optional: true, relation: null, hidden: false };
}

/** An instance of a model as a query gives it. */
export function instanceOf(state: ModelState, query: Query, missing: boolean, chosen: readonly string[] | null): Value {
  const all = state.fields?.filter(field => chosen === null || chosen.includes(field.name)) ?? null;
  const fields = all && new Map(all.map(field => [field.name, fieldValue('sequelize', state.name, field, query)] as const));
  const made: RecordState = { entity: state.name, library: 'sequelize', fields, unserialised: new Set(), query, plain: true, open: fields === null, missing, member: (self, key) => member(state, self, key) };
  return record(made, query.site);
}

/** What instances have beside their attributes. */
function member(state: ModelState, self: ModelValue<RecordState>, key: string): Value | undefined {
  const own = object([['id', self.props.get('id') ?? derived('id', [self as Value])]]);
  const told = (effect: 'update' | 'delete', data: number | null): Value => native(`instance.${key}`, (m, call) => {
    tell(m, { library: 'sequelize', entity: state.name, operation: `instance.${key}`, effect, where: own, data: data === null ? null : call.args[data] ?? null }, self as Value, call.site);
    return self as Value;
  });
  switch (key) {
    case 'update': return told('update', 0);
    case 'save': case 'increment': case 'decrement': case 'restore': return told('update', null);
    case 'destroy': return told('delete', null);
    case 'toJSON': return native('instance.toJSON', () => object(self.props));
    case 'dataValues': return object(self.props);
    case 'reload': case 'validate': return native(`instance.${key}`, () => self as Value);
    case 'get': case 'getDataValue': return native(`instance.${key}`, (m, call) => { const name = stringOf(call.args[0]); return name === undefined ? object(self.props) : m.get(self as Value, name); });
    case 'set': case 'setDataValue': return native(`instance.${key}`, (m, call) => {
      const [given = UNDEFINED, value = UNDEFINED] = call.args;
      for (const [name, one] of given.t === 'object' ? given.props : given.t === 'lit' ? [[String(given.v), value] as const] : []) m.heap.set(self.props, name, one);
      return self as Value;
    });
    default: return undefined;
  }
}
