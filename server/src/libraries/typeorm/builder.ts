import type { Machine } from '../../evaluate/machine';
import type { ModelType, ModelValue, Value } from '../../evaluate/value';
import { derived, hole, list, listOf, model, native, object, stringOf } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { counted, tell } from '../records';
import type { Column, EntityInfo } from './entities';
import { entityOf } from './entities';
import type { Asking } from './rows';
import { askingFor, columnValue, outcome, rowOf } from './rows';

interface Step { readonly name: string; readonly args: readonly Value[] }
interface BuilderState { readonly entity: Value | undefined; readonly alias: Value | undefined; readonly steps: Step[]; readonly site: Site | null }

/** An alias of a query: which entity, and where its rows stand in those of another. */
interface Alias { readonly name: string; readonly info: EntityInfo | undefined; readonly parent: string | null; readonly property: string; readonly many: boolean }
/** What is selected: a whole alias, one of its columns, or an expression under a name. */
type Selected = { readonly alias: string; readonly column: string | null; readonly as: string | null } | { readonly alias: null; readonly as: string | null };

interface Plan { readonly root: string; readonly aliases: ReadonlyMap<string, Alias>; readonly selected: readonly Selected[]; readonly open: boolean; readonly effect: 'read' | 'create' | 'update' | 'delete'; readonly statement: string }

/** What makes a statement of a query. */
const effects: ReadonlyMap<string, Plan['effect']> = new Map([['update', 'update'], ['restore', 'update'], ['delete', 'delete'], ['softDelete', 'delete'], ['insert', 'create']]);

const joins = /^(left|inner)Join(AndSelect|AndMapOne|AndMapMany|AndMapMultiple)?$/;

function planOf(m: Machine, state: BuilderState): Plan {
  let entity = state.entity;
  let root = stringOf(state.alias) ?? entityOf(m, entity)?.name ?? '';
  const aliases = new Map<string, Alias>();
  const start = (): void => { aliases.set(root, { name: root, info: entityOf(m, entity), parent: null, property: '', many: false }); };
  start();
  let selected: Selected[] = state.alias || state.entity ? [{ alias: root, column: null, as: null }] : [];
  let open = false;
  let effect: Plan['effect'] = 'read';
  let statement = '';
  const parse = (given: Value | undefined, as: string | null): Selected[] => {
    if (!given || (given.t === 'lit' && given.v === undefined)) return [];
    if (given.t === 'list' && !given.open) return given.items.flatMap(one => parse(one, null));
    const text = stringOf(given);
    if (text === undefined) { if (as === null) open = true; return [{ alias: null, as }]; }
    const path = /^["`]?(\w+)["`]?(?:\.["`]?([\w.]+)["`]?)?$/.exec(text.trim());
    return path?.[1] !== undefined ? [{ alias: path[1], column: path[2] ?? null, as }] : [{ alias: null, as }];
  };
  for (const { name, args } of state.steps) {
    const join = joins.exec(name);
    if (name === 'select') selected = parse(args[0], stringOf(args[1]) ?? null);
    else if (name === 'addSelect') selected = [...selected, ...parse(args[0], stringOf(args[1]) ?? null)];
    else if (name === 'from') { entity = args[0]; root = stringOf(args[1]) ?? root; start(); } else if (effects.has(name)) { effect = effects.get(name) ?? 'update'; statement = name; } else if (join) {
      const mapped = join[2]?.startsWith('AndMap') === true;
      const [path, alias] = mapped ? [args[1], args[2]] : args;
      const called = stringOf(alias);
      const joined = called === undefined ? undefined : aliasOf(m, aliases, called, path, mapped ? stringOf(args[0]) : undefined, join[2] === 'AndMapMany');
      if (!joined) { open = true; continue; }
      aliases.set(joined.name, joined);
      if (join[2] !== undefined) selected = [...selected, { alias: joined.name, column: null, as: null }];
    }
  }
  return { root, aliases, selected, open, effect, statement };
}

function aliasOf(m: Machine, aliases: ReadonlyMap<string, Alias>, name: string, path: Value | undefined, mapTo: string | undefined, many: boolean): Alias | undefined {
  const text = stringOf(path);
  const [from = '', property = ''] = (text ?? '').split('.');
  const column = aliases.get(from)?.info?.columns.find(one => one.name === property);
  const info = text !== undefined && property !== '' ? column && entityOf(m, column.target ?? undefined) : entityOf(m, path);
  if (mapTo !== undefined) {
    const [parent = '', as = ''] = mapTo.split('.');
    return { name, info, parent, property: as, many };
  }
  // An entity that is joined without a relation is not part of the rows.
  if (property === '') return { name, info, parent: null, property: '', many: false };
  return { name, info, parent: from, property, many: column?.list ?? false };
}

/** The entity at an alias with what was selected of it, and what was joined below it. */
function entityAt(s: Asking, plan: Plan, alias: Alias, missing: boolean, depth = 0): Value {
  const mine = plan.selected.flatMap(one => one.alias === alias.name ? [one] : []);
  const { info } = alias;
  if (!info || depth > 6) return rowOf(s, info, null, true, missing);
  const fields = new Map<string, Value>();
  const whole = mine.some(one => one.column === null);
  for (const column of info.columns) {
    if (column.relation !== null) continue;
    const named = mine.some(one => one.column === column.name || one.column?.startsWith(`${column.name}.`) === true);
    if (named || (whole && !column.hidden)) fields.set(column.name, columnValue(s, info, column, undefined));
  }
  for (const below of plan.aliases.values()) {
    if (below.parent !== alias.name || !plan.selected.some(one => one.alias === below.name)) continue;
    const one = entityAt(s, plan, below, !below.many, depth + 1);
    fields.set(below.property, below.many ? listOf(one, s.query.site) : one);
  }
  return rowOf(s, info, fields, plan.open, missing);
}

/** A raw row: `alias_column`, or the names that expressions were given. */
function rawRow(s: Asking, plan: Plan): Value {
  const out = object([], s.query.site);
  out.open = plan.open;
  for (const one of plan.selected) {
    if (one.alias === null) { if (one.as === null) out.open = true; else out.props.set(one.as, derived('expression', [])); continue; }
    const info = plan.aliases.get(one.alias)?.info;
    if (!info) { out.open = true; continue; }
    const columns = info.columns.filter((column: Column) => column.relation === null && (one.column === null ? !column.hidden : column.name === one.column));
    for (const column of columns) out.props.set(one.as ?? `${one.alias}_${column.name}`, columnValue(s, info, column, undefined));
  }
  return out;
}

const builderType: ModelType<BuilderState> = {
  name: 'typeorm.queryBuilder',
  get: (self, key) => {
    const { state } = self;
    if (['then', 'catch', 'finally', 'expressionMap', 'alias', 'connection', 'stream'].includes(key)) return undefined;
    if (key === 'clone') return native('qb.clone', () => model(builderType, { ...state, steps: [...state.steps] }, state.site) as Value);
    if (/^get(Query|Sql|Parameters|QueryAndParameters)$/.test(key)) return native(`qb.${key}`, () => derived(key, []));
    if (!/^(get|execute$)/.test(key)) return native(`qb.${key}`, (m, call) => { m.heap.push<Step>(state.steps, { name: key, args: call.args }); return self as Value; });
    return native(`qb.${key}`, (m, call) => {
      const plan = planOf(m, state);
      const from = state.steps.findLast(step => step.name === 'from')?.args[0] ?? state.entity;
      const { s } = askingFor(m, from, key, state.site ?? call.site);
      const value = answer(s, plan, key, call.site);
      const filters = state.steps.filter(step => /^(where|andWhere|orWhere)/.test(step.name)).flatMap(step => step.args);
      tell(m, { library: 'typeorm', entity: s.query.entity, operation: key, effect: plan.effect, where: filters.length > 0 ? list(filters) : null, data: null }, value, call.site);
      return value;
    });
  },
};

function answer(s: Asking, plan: Plan, key: string, site: Site | null): Value {
  const alias = plan.aliases.get(plan.root);
  const row = (missing: boolean): Value => alias ? entityAt(s, plan, alias, missing) : hole('rows of an unknown entity', site);
  switch (key) {
    case 'getOne': return row(true);
    case 'getOneOrFail': return row(false);
    case 'getMany': return listOf(row(false), s.query.site);
    case 'getManyAndCount': return list([listOf(row(false), s.query.site), counted('count')]);
    case 'getRawOne': return rawRow(s, plan);
    case 'getRawMany': return listOf(rawRow(s, plan), s.query.site);
    case 'getRawAndEntities': return object([['raw', listOf(rawRow(s, plan))], ['entities', listOf(row(false))]]);
    case 'getCount': case 'getExists': return counted(key);
    default: return plan.effect === 'read' ? hole('rows of a statement', site) : outcome(plan.statement);
  }
}

/** `createQueryBuilder('u')`. */
export function queryBuilder(_m: Machine, entity: Value | undefined, alias: Value | undefined, site: Site | null): Value {
  return model(builderType, { entity, alias, steps: [], site }, site) as Value;
}

/** Whether a value is a query builder. */
export function isBuilder(v: Value | undefined): v is ModelValue<BuilderState> & Value {
  return v?.t === 'model' && v.type.name === builderType.name;
}
