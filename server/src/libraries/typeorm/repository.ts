import type { Machine } from '../../evaluate/machine';
import type { Call, ModelType, ModelValue, Value } from '../../evaluate/value';
import { derived, hole, list, listOf, model, native, object, UNDEFINED } from '../../evaluate/value';
import type { QueryDetail } from '../records';
import { counted, flagOf, isRecord, option, tell } from '../records';
import { queryBuilder } from './builder';
import type { Selection } from './rows';
import { askingFor, createdRow, outcome, savedRow, selectedRow } from './rows';

type Shape = 'list' | 'maybe' | 'one' | 'pair';
const finders: Readonly<Record<string, readonly [Shape, 'options' | 'where']>> = {
  find: ['list', 'options'], findBy: ['list', 'where'], findAndCount: ['pair', 'options'], findAndCountBy: ['pair', 'where'], findByIds: ['list', 'where'],
  findOne: ['maybe', 'options'], findOneBy: ['maybe', 'where'], findOneById: ['maybe', 'where'], findOneOrFail: ['one', 'options'], findOneByOrFail: ['one', 'where'],
  findTrees: ['list', 'where'], findRoots: ['list', 'where'], findDescendants: ['list', 'where'], findAncestors: ['list', 'where'],
};
const numbers: ReadonlySet<string> = new Set(['count', 'countBy', 'exist', 'exists', 'existsBy', 'existBy', 'sum', 'average', 'minimum', 'maximum', 'countDescendants', 'countAncestors']);
const statements: Readonly<Record<string, QueryDetail['effect']>> = {
  update: 'update', updateAll: 'update', increment: 'update', decrement: 'update', restore: 'update', upsert: 'update', delete: 'delete', deleteAll: 'delete', softDelete: 'delete', clear: 'delete',
};
const optionKeys = ['select', 'relations', 'where', 'order', 'take', 'skip', 'join', 'loadEagerRelations', 'withDeleted', 'cache', 'lock', 'relationLoadStrategy', 'loadRelationIds', 'transaction'];

/** The options among the arguments of a finder: `find(options)`, of old versions `findOne(id, options)`. */
function optionsOf(m: Machine, args: readonly Value[]): Value | undefined {
  const [first, second] = args;
  if (second) return second;
  if (first?.t !== 'object') return first?.t === 'lit' ? undefined : first;
  return first.open || first.spreads.length > 0 || optionKeys.some(key => first.props.has(key)) ? first : undefined;
}

function selectionOf(m: Machine, options: Value | undefined): Selection {
  const eager = option(m, options, 'loadEagerRelations');
  return { select: option(m, options, 'select'), relations: option(m, options, 'relations'), eager: eager === undefined || flagOf(eager) !== false };
}

/** Runs an operation on an entity; undefined when the operation is not known. */
export function operation(entity: () => Value | undefined, key: string, shift = 0): Value | undefined {
  const run = (effect: QueryDetail['effect'], body: (m: Machine, args: readonly Value[], call: Call) => Value, where: number | null = 0, data: number | null = null): Value => native(`repository.${key}`, (m, call) => {
    const args = call.args.slice(shift);
    const value = body(m, args, call);
    const { s } = askingFor(m, entity(), key, call.site);
    const filter = where === null ? null : option(m, args[where], 'where') ?? args[where] ?? null;
    tell(m, { library: 'typeorm', entity: s.query.entity, operation: key, effect, where: filter, data: data === null ? null : args[data] ?? null }, value, call.site);
    return value;
  });
  const known = Object.hasOwn(finders, key) ? finders[key] : undefined;
  if (known) return run('read', (m, args, call) => {
    const [shape, takes] = known;
    const { s, info } = askingFor(m, entity(), key, call.site);
    const row = selectedRow(s, info, selectionOf(m, takes === 'options' ? optionsOf(m, args) : undefined), shape === 'maybe');
    return shape === 'list' ? listOf(row, call.site) : shape === 'pair' ? list([listOf(row, call.site), counted('count')]) : row;
  });
  if (numbers.has(key)) return run('read', () => counted(key));
  if (Object.hasOwn(statements, key)) return run(statements[key] ?? 'update', () => outcome(key), 0, key === 'update' ? 1 : null);
  switch (key) {
    case 'save': return run('update', (m, args, call) => { const { s, info } = askingFor(m, entity(), key, call.site); return savedRow(s, info, args[0]); }, null, 0);
    case 'remove': case 'softRemove': case 'recover': return run(key === 'recover' ? 'update' : 'delete', (_m, args) => args[0] ?? UNDEFINED);
    case 'insert': return run('create', (m, args, call) => {
      const { s, info } = askingFor(m, entity(), key, call.site);
      const made = savedRow(s, info && { ...info, columns: info.columns.filter(one => one.generated || one.preset) }, object());
      return object([['identifiers', listOf(derived('identifier', []))], ['generatedMaps', listOf(made)], ['raw', derived('raw', [])]]);
    }, null, 0);
    case 'create': return native('repository.create', (m, call) => {
      const { s, info } = askingFor(m, entity(), key, call.site);
      const [given] = call.args.slice(shift);
      return createdRow(s, info, given);
    });
    case 'preload': return run('read', (m, _args, call) => { const { s, info } = askingFor(m, entity(), key, call.site); return selectedRow(s, info, selectionOf(m, undefined), true); });
    case 'merge': return native('repository.merge', (m, call) => {
      const [target = UNDEFINED, ...others] = call.args.slice(shift);
      for (const from of others) if ((target.t === 'instance' || target.t === 'object' || isRecord(target)) && from.t === 'object') for (const [name, value] of from.props) m.heap.set(target.props, name, value);
      return target;
    });
    case 'createQueryBuilder': return native('repository.createQueryBuilder', (m, call) => queryBuilder(m, entity(), call.args[shift], call.site));
    case 'query': return native('repository.query', (_m, call) => hole('a raw query', call.site));
    default: return undefined;
  }
}

/** `Repository<User>`. */
const repositoryType: ModelType<Value | undefined> = {
  name: 'typeorm.repository',
  get: (self, key, m) => {
    const set = self.props.get(key);
    if (set) return set;
    switch (key) {
      case 'target': return self.state;
      case 'manager': return manager();
      case 'repository': return self as Value;
      case 'getId': case 'hasId': case 'metadata': return undefined;
      // A custom repository: the same one with further methods.
      case 'extend': return native('repository.extend', (_m, call) => {
        const made = repository(self.state);
        if (made.t === 'model' && call.args[0]?.t === 'object') for (const [name, value] of call.args[0].props) made.props.set(name, value);
        return made;
      });
      default: return operation(() => self.state, key) ?? (m.alive ? undefined : UNDEFINED);
    }
  },
};

/** The repository of an entity; undefined for one that is not known. */
export function repository(entity: Value | undefined): Value {
  return model(repositoryType, entity) as Value;
}

const factories: ReadonlySet<string> = new Set(['getRepository', 'getTreeRepository', 'getMongoRepository']);

/** Members of data sources, connections and entity managers. */
function sourceMember(self: ModelValue, key: string): Value | undefined {
  if (factories.has(key)) return native(key, (_m, call) => repository(call.args[0]));
  switch (key) {
    case 'getCustomRepository': return native(key, (m, call) => call.args[0] ? m.construct(call.args[0], [call.args[0]], call.site) : UNDEFINED);
    case 'withRepository': return native(key, (_m, call) => call.args[0] ?? UNDEFINED);
    case 'manager': return manager();
    case 'createEntityManager': return native(key, () => manager());
    case 'initialize': case 'connect': case 'setOptions': case 'asPromise': return native(key, () => self as Value);
    case 'destroy': case 'close': case 'synchronize': case 'runMigrations': return native(key, () => UNDEFINED);
    case 'createQueryRunner': return native(key, () => model(runnerType, null) as Value);
    case 'transaction': return native(key, (m, call) => m.call(call.args.find(one => one.t === 'fn') ?? UNDEFINED, [manager()], { site: call.site }));
    case 'query': return native(key, (_m, call) => hole('a raw query', call.site));
    case 'createQueryBuilder': return native(key, (m, call) => queryBuilder(m, call.args[0], call.args[1], call.site));
    default: return undefined;
  }
}

const dataSourceType: ModelType<null> = { name: 'typeorm.dataSource', get: (self, key) => self.props.get(key) ?? sourceMember(self, key) };
const runnerType: ModelType<null> = { name: 'typeorm.queryRunner', get: (self, key) => /^(connect|release|startTransaction|commitTransaction|rollbackTransaction)$/.test(key) ? native(key, () => UNDEFINED) : sourceMember(self, key) };

/** `manager.find(User, …)`: the repository's operations with the entity first; `save(entity)` knows the entity's class. */
const managerType: ModelType<null> = {
  name: 'typeorm.manager',
  get: (self, key) => self.props.get(key) ?? sourceMember(self, key) ?? (operation(() => undefined, key) && native(`manager.${key}`, (m, call) => {
    const [first = UNDEFINED] = call.args;
    const named = first.t === 'class' || (first.t === 'model' && !isRecord(first)) || (first.t === 'lit' && typeof first.v === 'string');
    const entity = named ? first : isRecord(first) ? { t: 'lit', v: first.state.entity } as const : first.t === 'instance' ? first.cls : undefined;
    const method = operation(() => entity, key, named ? 1 : 0);
    return method ? m.call(method, call.args, { site: call.site, argSites: call.argSites }) : UNDEFINED;
  })),
};

function manager(): Value {
  return model(managerType, null) as Value;
}

/** `new DataSource(…)` and what stands for one. */
export function dataSource(): Value {
  return model(dataSourceType, null) as Value;
}

/** An entity manager. */
export function entityManager(): Value {
  return manager();
}
