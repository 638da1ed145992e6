import type { Call, Value } from '../../evaluate/value';
import type { Machine } from '../../evaluate/machine';
import { list, listOf, native, object, UNDEFINED, TRUE } from '../../evaluate/value';
import type { Query, QueryDetail } from '../records';
import { changes, counted, option, tell } from '../records';
import { instanceOf, type ModelState } from './models';

/** What an operation of a model does: how it gives its rows, and where its filter and data stand. */
interface Operation { readonly gives: 'maybe' | 'one' | 'many' | 'pair' | 'found' | 'number' | 'changes'; readonly effect: QueryDetail['effect']; readonly options: number; readonly data: number | null }

const operations: Readonly<Record<string, Operation>> = {
  findByPk: { gives: 'maybe', effect: 'read', options: 1, data: null }, findOne: { gives: 'maybe', effect: 'read', options: 0, data: null },
  findAll: { gives: 'many', effect: 'read', options: 0, data: null }, findAndCountAll: { gives: 'pair', effect: 'read', options: 0, data: null },
  findOrCreate: { gives: 'found', effect: 'create', options: 0, data: null }, findOrBuild: { gives: 'found', effect: 'read', options: 0, data: null },
  create: { gives: 'one', effect: 'create', options: 1, data: 0 }, bulkCreate: { gives: 'many', effect: 'create', options: 1, data: 0 }, upsert: { gives: 'found', effect: 'update', options: 1, data: 0 },
  update: { gives: 'changes', effect: 'update', options: 1, data: 0 }, increment: { gives: 'changes', effect: 'update', options: 1, data: null }, decrement: { gives: 'changes', effect: 'update', options: 1, data: null },
  destroy: { gives: 'number', effect: 'delete', options: 0, data: null }, restore: { gives: 'number', effect: 'update', options: 0, data: null },
  count: { gives: 'number', effect: 'read', options: 0, data: null }, sum: { gives: 'number', effect: 'read', options: 1, data: null }, max: { gives: 'number', effect: 'read', options: 1, data: null }, min: { gives: 'number', effect: 'read', options: 1, data: null },
};

/** The names of operations that models have. */
export const operationNames: readonly string[] = Object.keys(operations);

/** The names that `attributes: ['id', 'name']` asks for; null where all come, or where it is not known. */
function chosenBy(m: Machine, options: Value | undefined): readonly string[] | null {
  const asked = option(m, options, 'attributes');
  if (asked?.t !== 'list' || asked.open) return null;
  return asked.items.flatMap(one => one.t === 'lit' && typeof one.v === 'string' ? [one.v] : []);
}

/** Runs an operation of a model. */
export function runOperation(m: Machine, state: ModelState, key: string, call: Call): Value {
  const known = Object.hasOwn(operations, key) ? operations[key] : undefined;
  if (!known) return UNDEFINED;
  const options = call.args[known.options];
  const query: Query = { library: 'sequelize', entity: state.name, operation: key, site: call.site };
  const one = (missing: boolean): Value => instanceOf(state, query, missing, chosenBy(m, options));
  const where = key === 'findByPk' ? object([['id', call.args[0] ?? UNDEFINED]]) : known.effect === 'create' && key !== 'findOrCreate' ? null : option(m, options, 'where') ?? null;
  // Joined models that have a filter of their own narrow the query: `include: [{ model: Project, where: { ownerId } }]`.
  const joined = key === 'findByPk' || where !== null ? option(m, options, 'include') : undefined;
  const narrowed = where !== null && joined !== undefined ? list([where, joined]) : where;
  const value = ((): Value => {
    switch (known.gives) {
      case 'maybe': return one(true);
      case 'one': return one(false);
      case 'many': return listOf(one(false), call.site);
      case 'pair': return object([['rows', listOf(one(false), call.site)], ['count', counted('count')]]);
      case 'found': return list([one(false), TRUE]);
      case 'number': return counted(key);
      case 'changes': return list([counted('affected'), listOf(one(false), call.site)]);
    }
  })();
  const data = known.data === null ? key === 'findOrCreate' ? option(m, options, 'defaults') ?? null : null : call.args[known.data] ?? null;
  tell(m, { library: 'sequelize', entity: state.name, operation: key, effect: known.effect, where: narrowed, data }, value, call.site);
  return value;
}

/** A static method of a model that runs an operation on it. */
export function operationOf(key: string, stateOf: (m: Machine, call: Call) => ModelState | undefined): Value {
  return native(`Model.${key}`, (m, call) => {
    const state = stateOf(m, call);
    return state ? runOperation(m, state, key, call) : changes('unknown');
  });
}
