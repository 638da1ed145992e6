import type { Value } from '../../evaluate/value';
import { listOf, native, object, UNDEFINED } from '../../evaluate/value';
import type { ModelType } from '../../evaluate/value';
import { model } from '../../evaluate/value';
import type { Library } from '../library';
import { counted } from '../records';
import { isBuilder } from './builder';
import { entitySchema } from './entities';
import { dataSource, entityManager, operation, repository } from './repository';

const repositories: ReadonlySet<string> = new Set(['Repository', 'TreeRepository', 'MongoRepository', 'AbstractRepository']);

/** What instances of active records have from `BaseEntity`. */
const activeType: ModelType<null> = {
  name: 'typeorm.active',
  get: (_self, key) => ['save', 'remove', 'softRemove', 'recover', 'reload'].includes(key) ? native(`entity.${key}`, (m, call) => {
    const on = call.self;
    const method = on.t === 'instance' ? operation(() => on.cls, key) : undefined;
    return method ? m.call(method, [on], { site: call.site }) : on;
  }) : undefined,
  keys: () => [],
};

/** `class User extends BaseEntity`: finders are static, `save` is on instances. */
const statics = ['find', 'findBy', 'findAndCount', 'findAndCountBy', 'findByIds', 'findOne', 'findOneBy', 'findOneOrFail', 'findOneByOrFail', 'count', 'countBy', 'exists', 'existsBy', 'save', 'create', 'insert',
  'update', 'delete', 'remove', 'softRemove', 'upsert', 'preload', 'merge', 'createQueryBuilder', 'query', 'clear', 'sum', 'average', 'minimum', 'maximum'];
const baseEntity = native('BaseEntity', () => model(activeType, null) as Value, [
  ...statics.map(key => [key, native(`entity.${key}`, (m, call) => {
    const method = operation(() => call.self, key);
    return method ? m.call(method, call.args, { site: call.site, argSites: call.argSites }) : UNDEFINED;
  })] as const),
  ['getRepository', native('entity.getRepository', (_m, call) => repository(call.self))],
]);

/** `paginate(repository, options, find)` of nestjs-typeorm-paginate. */
const paginate = native('paginate', (m, call) => {
  const [of = UNDEFINED, , options] = call.args;
  const found = isBuilder(of) ? m.call(m.get(of, 'getMany'), [], { site: call.site }) : m.call(m.get(of, 'find'), options ? [options] : [], { self: of, site: call.site });
  return object([['items', found.t === 'list' ? found : listOf(found)], ['meta', object(['totalItems', 'itemCount', 'itemsPerPage', 'totalPages', 'currentPage'].map(name => [name, counted(name)] as const))]]);
});

function exported(name: string): Value | undefined {
  if (repositories.has(name)) return native(name, (_m, call) => repository(call.args[0]));
  switch (name) {
    case 'DataSource': case 'Connection': return native(name, () => dataSource());
    case 'createConnection': case 'getConnection': return native(name, () => dataSource());
    case 'getConnectionManager': return native(name, () => object([['get', native('get', () => dataSource())], ['create', native('create', () => dataSource())]]));
    case 'EntityManager': return native(name, () => entityManager());
    case 'getManager': return native(name, () => entityManager());
    case 'getRepository': case 'getTreeRepository': case 'getMongoRepository': return native(name, (_m, call) => repository(call.args[0]));
    case 'getCustomRepository': return native(name, (m, call) => call.args[0] ? m.construct(call.args[0], [call.args[0]], call.site) : UNDEFINED);
    case 'createQueryBuilder': case 'getMongoManager': return native(name, (m, call) => m.call(m.get(dataSource(), name), call.args, { site: call.site }));
    case 'EntitySchema': return native(name, (m, call) => entitySchema(m, call.args[0] ?? object(), call.site));
    case 'BaseEntity': return baseEntity;
    default: return undefined;
  }
}

/** TypeORM (https://typeorm.io): entities by decorators or schemas, repositories, managers, active records, query builders. */
export const library: Library = {
  name: 'typeorm',
  models: () => ({
    imports: (specifier, name) => specifier === 'typeorm' ? exported(name) : specifier === 'nestjs-typeorm-paginate' && name === 'paginate' ? paginate : undefined,
    types({ name, specifier, args = [] }) {
      if (specifier !== 'typeorm') return undefined;
      if (repositories.has(name)) return repository(args[0]);
      return name === 'DataSource' || name === 'Connection' ? dataSource() : name === 'EntityManager' ? entityManager() : undefined;
    },
  }),
};
