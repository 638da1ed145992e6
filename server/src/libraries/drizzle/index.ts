import type { Value } from '../../evaluate/value';
import { derived, native, object, UNDEFINED } from '../../evaluate/value';
import type { Library } from '../library';
import { option } from '../records';
import { operators } from './operators';
import { database } from './queries';
import { column, table } from './tables';

const CORE = /^drizzle-orm\/(pg|mysql|sqlite|singlestore|gel)-core$/;
const DRIVER = /^drizzle-orm\/(?!.*-core$)[\w-]+(\/[\w-]+)*$/;
const TABLE = /^(pg|mysql|sqlite|singlestore|gel)Table$/;
const columnNames = [
  'bigint', 'bigserial', 'binary', 'bit', 'blob', 'boolean', 'char', 'cidr', 'customType', 'date', 'datetime', 'decimal', 'double', 'doublePrecision', 'float', 'geometry', 'inet', 'int', 'integer', 'interval', 'json', 'jsonb',
  'line', 'longtext', 'macaddr', 'mediumint', 'mediumtext', 'numeric', 'point', 'real', 'serial', 'smallint', 'smallserial', 'text', 'time', 'timestamp', 'tinyint', 'tinytext', 'uuid', 'varbinary', 'varchar', 'vector', 'year',
];
const builders = new Map(columnNames.map(name => [name, native(`column.${name}`, () => column({ type: name }))] as const));
const builderObject = object(builders);

function ofCore(name: string): Value | undefined {
  if (TABLE.test(name)) return native(name, (m, call) => table(m, call.args, builderObject, call.site));
  // `pgTableCreator(name => `app_${name}`)`, `pgSchema('app').table(…)`
  if (/TableCreator$/.test(name)) return native(name, () => native('table', (m, call) => table(m, call.args, builderObject, call.site)));
  if (/Schema$/.test(name)) return native(name, () => object([['table', native('schema.table', (m, call) => table(m, call.args, builderObject, call.site))]]));
  if (/Enum$/.test(name)) return native(name, () => native('enum', () => column({ type: 'enum' })));
  return builders.get(name);
}

/** Drizzle ORM (https://orm.drizzle.team): tables, conditions, queries and relational queries. */
export const library: Library = {
  name: 'drizzle',
  models: () => ({
    imports(specifier, name) {
      if (CORE.test(specifier)) return ofCore(name);
      if (specifier === 'drizzle-orm') {
        const operator = operators.find(([known]) => known === name)?.[1];
        return operator ?? (name === 'relations' || name === 'defineRelations' ? native(name, () => derived(name, [])) : undefined);
      }
      if (!DRIVER.test(specifier) || name !== 'drizzle') return undefined;
      return native('drizzle', (m, call) => database(call.args.map(one => one.t === 'object' ? option(m, one, 'schema') : undefined).find(one => one !== undefined && one !== UNDEFINED) ?? null));
    },
  }),
};
