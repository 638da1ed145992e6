import type { Machine } from '../../evaluate/machine';
import type { ModelType, ModelValue, Value } from '../../evaluate/value';
import { model, native, stringOf, UNDEFINED } from '../../evaluate/value';
import type { EntityField } from '../../model/api';
import type { Site } from '../../model/facts';
import type { DeclaredEntity, Query, RecordState } from '../records';
import { fieldValue, record } from '../records';

/** A column as it is declared; the steps of its chain refine it. */
interface ColumnState { readonly type: string; readonly list: boolean; readonly optional: boolean; readonly references: Value | null }

const builderType: ModelType<ColumnState> = {
  name: 'drizzle.columnBuilder',
  get: (self, key) => native(`column.${key}`, (_m, call) => {
    const { state } = self;
    switch (key) {
      case 'notNull': case 'primaryKey': return column({ ...state, optional: false });
      case 'array': return column({ ...state, list: true });
      case 'references': return column({ ...state, references: call.args[0] ?? null });
      default: return self as Value;
    }
  }),
};

/** A column builder: `text('name').notNull()`. */
export function column(state: Partial<ColumnState> & Pick<ColumnState, 'type'>): Value {
  return model(builderType, { list: false, optional: true, references: null, ...state }) as Value;
}

const isColumnBuilder = (value: Value): value is ModelValue<ColumnState> & Value => value.t === 'model' && value.type.name === builderType.name;

/** A table with its columns by the names that code has for them. */
export interface TableState { readonly name: string; readonly fields: readonly EntityField[]; readonly site: Site | null }
/** A column of a table, as conditions name it. */
export interface ColumnRef { readonly table: TableState; readonly field: EntityField }

const referenceType: ModelType<ColumnRef> = { name: 'drizzle.column' };
const tableType: ModelType<TableState> = {
  name: 'drizzle.table',
  get: (self, key) => columnOf(self, key),
};

function columnOf(self: ModelValue<TableState>, key: string): Value | undefined {
  const field = self.state.fields.find(one => one.name === key);
  return field && model(referenceType, { table: self.state, field }) as Value;
}

/** Whether a value is a table. */
export const isTable = (value: Value | undefined): value is ModelValue<TableState> & Value => value?.t === 'model' && value.type.name === tableType.name;
/** Whether a value is a column of a table. */
export const isColumn = (value: Value | undefined): value is ModelValue<ColumnRef> & Value => value?.t === 'model' && value.type.name === referenceType.name;

/** `pgTable('users', { id: serial('id').primaryKey() })`; the columns may come from a function that is given the builders. */
export function table(m: Machine, args: readonly Value[], builders: Value, site: Site | null): Value {
  const name = stringOf(args[0]) ?? 'table';
  const [, given = UNDEFINED] = args;
  const columns = given.t === 'fn' ? m.call(given, [builders], { site }) : given;
  const fields = columns.t !== 'object' ? [] : [...columns.props].flatMap(([key, value]): readonly EntityField[] =>
    isColumnBuilder(value) ? [{ name: key, type: value.state.type, list: value.state.list, optional: value.state.optional, relation: null, hidden: false }] : []);
  const state: TableState = { name, fields, site };
  if (site && fields.length > 0) m.program.collected<DeclaredEntity>('entity').push({ name, library: 'drizzle', site, fields });
  return model(tableType, state, site) as Value;
}

/** A row of a table as a query gives it. */
export function row(state: TableState, query: Query, missing: boolean): Value {
  const fields = new Map(state.fields.map(field => [field.name, fieldValue('drizzle', state.name, field, query)] as const));
  const made: RecordState = { entity: state.name, library: 'drizzle', fields: state.fields.length === 0 ? null : fields, unserialised: new Set(), query, plain: true, open: state.fields.length === 0, missing };
  return record(made, query.site);
}
