import type { Machine } from '../../evaluate/machine';
import { getProperty } from '../../evaluate/properties';
import type { ModelType, Value } from '../../evaluate/value';
import { derived, hole, listOf, model, native, object, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import type { Query, QueryDetail } from '../records';
import { changes, counted, option, tell } from '../records';
import { operators } from './operators';
import { isColumn, isTable, row, type TableState } from './tables';

/** A query in the making. What it asks is told where its table is named; what narrows it and what it writes are told as they come. */
interface BuilderState {
  readonly query: Query;
  readonly effect: QueryDetail['effect'];
  readonly table: TableState;
  /** The columns that were asked for by name; null for whole rows. */
  readonly chosen: Value | null;
  readonly joined: TableState[];
  /** Whether it gives rows: a statement does only with `returning`. */
  readonly gives: boolean;
}

const NEUTRAL = /^(limit|offset|orderBy|groupBy|having|for|\$dynamic|as|onConflictDoNothing|onDuplicateKeyUpdate|prepare|union|unionAll|intersect|except|comment|\$withCache)$/;
const JOIN = /^(left|right|inner|full|cross)Join(Lateral)?$/;
const RUN = /^(execute|all|values|run)$/;

function more(m: Machine, { query }: BuilderState, where: Value | null, data: Value | null): void {
  tell(m, { library: 'drizzle', entity: query.entity, operation: 'refine', effect: 'read', where, data }, UNDEFINED, query.site);
}

function rows(state: BuilderState): Value {
  const { query, table, joined, chosen, gives } = state;
  if (!gives) return changes('rowCount', 'rowsAffected');
  if (chosen?.t === 'object') {
    const whole = row(table, query, false);
    const picked = [...chosen.props].map(([key, value]) => [key, isColumn(value) && value.state.table === table && whole.t === 'model' ? whole.props.get(value.state.field.name) ?? UNDEFINED : isTable(value) ? row(value.state, query, false) : derived('column', [])] as const);
    return listOf(object(picked, query.site), query.site);
  }
  return listOf(joined.length === 0 ? row(table, query, true) : object([table, ...joined].map(one => [one.name, row(one, query, true)] as const), query.site), query.site);
}

const builderType: ModelType<BuilderState> = {
  name: 'drizzle.query',
  awaited: self => rows(self.state),
  element: self => { const found = rows(self.state); return found.t === 'list' ? found.rest ?? UNDEFINED : UNDEFINED; },
  get: (self, key, m, site) => {
    const { state } = self;
    const again = (change: Partial<BuilderState> = {}): Value => model(builderType, { ...state, ...change }, state.query.site) as Value;
    if (key === 'where') return native('query.where', (machine, call) => { if (call.args[0]) more(machine, state, call.args[0], null); return again(); });
    if (key === 'set' || (key === 'values' && state.effect === 'create')) return native(`query.${key}`, (machine, call) => { if (call.args[0]) more(machine, state, null, call.args[0]); return again(); });
    if (key === 'returning') return native('query.returning', (_m, call) => again({ gives: true, chosen: call.args[0] ?? null }));
    if (key === 'onConflictDoUpdate') return native('query.onConflictDoUpdate', (machine, call) => { const set = option(machine, call.args[0], 'set'); if (set) more(machine, state, null, set); return again(); });
    if (JOIN.test(key)) return native(`query.${key}`, (_m, call) => again({ joined: isTable(call.args[0]) ? [...state.joined, call.args[0].state] : state.joined }));
    if (NEUTRAL.test(key)) return native(`query.${key}`, () => again());
    if (RUN.test(key)) return native(`query.${key}`, () => rows(state));
    if (key === 'get') return native('query.get', () => { const found = rows(state); return found.t === 'list' ? found.rest ?? UNDEFINED : found; });
    return getProperty(m, rows(state), key, site);
  },
};

function start(m: Machine, operation: string, effect: QueryDetail['effect'], of: Value | undefined, chosen: Value | null, gives: boolean, site: Site | null): Value {
  if (!isTable(of)) return hole('a query of something that is no known table', site, of ? [of] : []);
  const query: Query = { library: 'drizzle', entity: of.state.name, operation, site };
  const state: BuilderState = { query, effect, table: of.state, chosen, joined: [], gives };
  tell(m, { library: 'drizzle', entity: of.state.name, operation, effect, where: null, data: null }, row(of.state, query, true), site);
  return model(builderType, state, site) as Value;
}

/** `db.query.users`: the relational queries of one table. */
function relational(m: Machine, of: Value): Value {
  const finder = (key: 'findFirst' | 'findMany'): Value => native(`query.${key}`, (machine, call) => {
    if (!isTable(of)) return hole('a query of an unknown table', call.site);
    const [options] = call.args;
    const given = option(machine, options, 'where');
    const where = given?.t === 'fn' ? machine.call(given, [of, object(operators)], { site: call.site }) : given ?? null;
    const query: Query = { library: 'drizzle', entity: of.state.name, operation: key, site: call.site };
    const one = row(of.state, query, key === 'findFirst');
    const columns = option(machine, options, 'columns');
    const related = option(machine, options, 'with');
    if (one.t === 'model' && columns?.t === 'object') {
      const wanted = [...columns.props].filter(([, flag]) => flag.t === 'lit' && flag.v === true).map(([name]) => name);
      for (const name of [...one.props.keys()]) if (wanted.length > 0 ? !wanted.includes(name) : columns.props.has(name)) one.props.delete(name);
    }
    // Relations are declared apart from tables; what comes along with them is not known.
    if (one.t === 'model' && related?.t === 'object') for (const name of related.props.keys()) one.props.set(name, hole('a relation', call.site));
    const value = key === 'findMany' ? listOf(one, call.site) : one;
    tell(machine, { library: 'drizzle', entity: of.state.name, operation: key, effect: 'read', where, data: null }, value, call.site);
    return value;
  });
  return m.alive ? object([['findFirst', finder('findFirst')], ['findMany', finder('findMany')]]) : UNDEFINED;
}

interface DatabaseState { readonly schema: Value | null }

const queryType: ModelType<DatabaseState> = {
  name: 'drizzle.queries',
  get: (self, key, m, site) => ['then', 'catch', 'finally'].includes(key) ? undefined : self.state.schema === null ? hole('a schema that is not known', site) : relational(m, m.get(self.state.schema, key, site)),
};

const databaseType: ModelType<DatabaseState> = {
  name: 'drizzle.db',
  get: (self, key) => {
    const set = self.props.get(key);
    if (set) return set;
    switch (key) {
      case 'query': return model(queryType, self.state) as Value;
      case 'select': case 'selectDistinct': case 'selectDistinctOn': return native(`db.${key}`, (_m, call) => {
        const chosen = (key === 'selectDistinctOn' ? call.args[1] : call.args[0]) ?? null;
        // The query is found where its table is named.
        return object([['from', native('db.select.from', (m, inner) => start(m, 'select', 'read', inner.args[0], chosen, true, inner.site ?? call.site))]]);
      });
      case 'insert': return native('db.insert', (m, call) => start(m, 'insert', 'create', call.args[0], null, false, call.site));
      case 'update': return native('db.update', (m, call) => start(m, 'update', 'update', call.args[0], null, false, call.site));
      case 'delete': return native('db.delete', (m, call) => start(m, 'delete', 'delete', call.args[0], null, false, call.site));
      case 'transaction': return native('db.transaction', (m, call) => m.call(call.args[0] ?? UNDEFINED, [self as Value], { site: call.site }));
      case '$count': return native('db.$count', () => counted('count'));
      case 'execute': case 'run': case 'all': case 'get': case 'with': return native(`db.${key}`, (_m, call) => hole('a raw query', call.site));
      case 'batch': return native('db.batch', (_m, call) => call.args[0] ?? UNDEFINED);
      default: return undefined;
    }
  },
};

/** A database; `schema` is what it was told of its tables. */
export function database(schema: Value | null): Value {
  return model(databaseType, { schema }) as Value;
}
