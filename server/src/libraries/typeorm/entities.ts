import { apart } from '../../evaluate/apart';
import { decoratorValues } from '../../evaluate/classes';
import type { Machine } from '../../evaluate/machine';
import type { ClassValue, ModelType, ModelValue, Value } from '../../evaluate/value';
import { model, stringOf } from '../../evaluate/value';
import type { EntityField } from '../../model/api';
import type { Expr, MemberFact, Site, TypeRef } from '../../model/facts';
import type { DeclaredEntity } from '../records';
import { flagOf, option } from '../records';

/** A column or relation. */
export interface Column extends EntityField {
  readonly eager: boolean;
  readonly generated: boolean;
  readonly preset: boolean;
  /** The target of a relation: a class, a name, or a function that gives one. */
  readonly target: Value | null;
  /** The columns of an embedded class. */
  readonly embedded: readonly Column[] | null;
}

/** What is known about an entity. */
export interface EntityInfo { readonly name: string; readonly cls: ClassValue | null; readonly columns: readonly Column[]; readonly excluded: ReadonlySet<string> }

interface Said { readonly name: string; readonly module: string; readonly args: readonly Value[] }
interface Memory { readonly classes: Map<ClassValue, EntityInfo>; readonly schemas: ModelValue<SchemaState>[] }

function memoryOf(m: Machine): Memory {
  const all = m.program.collected<Memory>('typeorm.entities');
  const [known] = all;
  if (known) return known;
  const made: Memory = { classes: new Map(), schemas: [] };
  all.push(made);
  return made;
}

/** What the decorators of a class or member say; composed ones of the workspace are called, lists are taken apart. */
function saidBy(m: Machine, decorators: readonly Expr[], cls: ClassValue): readonly Said[] {
  const flat = (v: Value): Said[] => {
    if (v.t === 'list') return v.items.flatMap(flat);
    if (v.t !== 'sym' || v.op !== 'call' || v.base.t !== 'sym' || v.base.op !== 'import') return v.t === 'model' ? composed(v) : [];
    return [{ name: v.base.name, module: v.base.module, args: v.args }];
  };
  // `applyDecorators(Column(), …)` of whatever library keeps what it composes.
  const composed = (v: ModelValue): Said[] => {
    const state = v.state as { readonly kind?: unknown; readonly args?: readonly Value[] } | null;
    return state?.kind === 'applyDecorators' ? (state.args ?? []).flatMap(flat) : [];
  };
  return decoratorValues(m, decorators, cls.env).flatMap(flat);
}

const columnDecorators: ReadonlySet<string> = new Set([
  'Column', 'PrimaryColumn', 'PrimaryGeneratedColumn', 'CreateDateColumn', 'UpdateDateColumn', 'DeleteDateColumn', 'VersionColumn', 'ObjectIdColumn', 'ViewColumn', 'VirtualColumn', 'Generated', 'RelationId', 'TreeLevelColumn',
]);
const generatedColumns: ReadonlySet<string> = new Set(['PrimaryGeneratedColumn', 'CreateDateColumn', 'UpdateDateColumn', 'DeleteDateColumn', 'VersionColumn', 'ObjectIdColumn', 'Generated']);
const toMany: ReadonlySet<string> = new Set(['OneToMany', 'ManyToMany', 'TreeChildren']);
const relations: ReadonlySet<string> = new Set([...toMany, 'ManyToOne', 'OneToOne', 'TreeParent']);

/** A type as text: what a class writes. */
function typeText(type: TypeRef | null): string {
  switch (type?.k) {
    case 'ref': return type.name;
    case 'keyword': return type.name;
    case 'array': return typeText(type.of);
    case 'union': return type.of.map(typeText).join(' | ');
    case 'literal': return JSON.stringify(type.value);
    default: return 'unknown';
  }
}

const mayBeNull = (type: TypeRef | null): boolean => type?.k === 'union' && type.of.some(one => (one.k === 'keyword' && ['null', 'undefined'].includes(one.name)) || (one.k === 'literal' && one.value === null));

function columnOf(m: Machine, cls: ClassValue, member: MemberFact, depth: number): Column | undefined {
  if (typeof member.key !== 'string' || member.static) return undefined;
  const said = saidBy(m, member.decorators, cls).filter(one => one.module === 'typeorm');
  const relation = said.find(one => relations.has(one.name));
  const base = { name: member.key, type: typeText(member.type), list: member.type?.k === 'array', optional: member.optional || mayBeNull(member.type), hidden: false };
  if (relation) {
    const options = relation.args.findLast(one => one.t === 'object');
    const target = relation.args[0] ?? null;
    const to = target ? targetOf(m, target) : null;
    return { ...base, list: toMany.has(relation.name), relation: (to?.t === 'class' ? to.name : stringOf(to ?? undefined)) ?? base.type, eager: flagOf(option(m, options, 'eager') ?? { t: 'lit', v: false }) === true, generated: false, preset: false, target, embedded: null, optional: true };
  }
  const column = said.find(one => columnDecorators.has(one.name));
  if (!column) return undefined;
  const [first] = column.args;
  const options = column.args.find(one => one.t === 'object');
  const select = option(m, options, 'select');
  const nullable = option(m, options, 'nullable');
  const embedded = column.name === 'Column' && first?.t === 'fn' && depth < 4 ? targetOf(m, first) : null;
  return {
    ...base, relation: null, eager: false, target: null, hidden: select?.t === 'lit' && select.v === false, optional: base.optional || (nullable !== undefined && flagOf(nullable) === true),
    generated: said.some(one => generatedColumns.has(one.name)), preset: option(m, options, 'default') !== undefined || (nullable !== undefined && flagOf(nullable) === true),
    embedded: embedded?.t === 'class' ? columnsOf(m, embedded, depth + 1).columns : null,
  };
}

/** The class or name that `() => User`, `'User'`, `type => User` mean. */
export function targetOf(m: Machine, target: Value): Value {
  return target.t === 'fn' ? m.call(target, []) : target;
}

function columnsOf(m: Machine, cls: ClassValue, depth: number): { readonly columns: readonly Column[]; readonly excluded: ReadonlySet<string> } {
  const columns = new Map<string, Column>();
  const excluded = new Set<string>();
  const lineage: ClassValue[] = [];
  for (let c: Value | null = cls; c?.t === 'class' && lineage.length < 20; c = c.parent) lineage.unshift(c);
  for (const one of lineage) for (const member of one.fact.members) {
    const column = columnOf(m, one, member, depth);
    if (column) columns.set(column.name, column);
    if (typeof member.key === 'string' && saidBy(m, member.decorators, one).some(each => each.module === 'class-transformer' && each.name === 'Exclude')) excluded.add(member.key);
  }
  return { columns: [...columns.values()], excluded };
}

const declared = (info: EntityInfo, site: Site): DeclaredEntity =>
  ({ name: info.name, library: 'typeorm', site, fields: info.columns.map(({ name, type, list, optional, relation, hidden }) => ({ name, type, list, optional, relation, hidden })) });

function ofClass(m: Machine, cls: ClassValue): EntityInfo {
  const { classes } = memoryOf(m);
  const known = classes.get(cls);
  if (known) return known;
  const info: EntityInfo = { name: cls.name ?? 'entity', cls, ...apart(m, () => columnsOf(m, cls, 0)) };
  classes.set(cls, info);
  if (info.columns.length > 0) m.program.collected<DeclaredEntity>('entity').push(declared(info, cls.site));
  return info;
}

interface SchemaState { readonly options: Value; readonly site: Site | null }
/** `new EntitySchema({ name, columns, relations })`. */
const schemaType: ModelType<SchemaState> = { name: 'typeorm.schema', get: (self, key, m) => key === 'options' ? self.state.options : m.get(self.state.options, key) };

/** An entity that is declared by a schema object. */
export function entitySchema(m: Machine, options: Value, site: Site | null): Value {
  const made = model(schemaType, { options, site }, site) as ModelValue<SchemaState>;
  memoryOf(m).schemas.push(made);
  const info = ofSchema(m, made);
  if (site) m.program.collected<DeclaredEntity>('entity').push(declared(info, site));
  return made as Value;
}

function ofSchema(m: Machine, schema: ModelValue<SchemaState>): EntityInfo {
  const { options } = schema.state;
  const target = option(m, options, 'target');
  const entries = (key: string): (readonly [string, Value])[] => { const found = option(m, options, key); return found?.t === 'object' ? [...found.props] : []; };
  const is = (on: Value, key: string, value: boolean): boolean => { const flag = option(m, on, key) ?? (m.get(on, key)); return flagOf(flag) === value && (value || flag.t === 'lit' && flag.v === false); };
  const typeName = (on: Value): string => { const type = option(m, on, 'type'); return stringOf(type) ?? (type?.t === 'native' ? type.name : 'unknown'); };
  const columns = entries('columns').map(([name, on]): Column => ({
    name, type: typeName(on), list: is(on, 'array', true), optional: is(on, 'nullable', true), relation: null, hidden: is(on, 'select', false), eager: false,
    generated: option(m, on, 'generated') !== undefined || ['createDate', 'updateDate', 'deleteDate', 'version'].some(key => is(on, key, true)), preset: option(m, on, 'default') !== undefined || is(on, 'nullable', true), target: null, embedded: null,
  }));
  const related = entries('relations').map(([name, on]): Column => {
    const to = option(m, on, 'target') ?? null;
    return { name, type: stringOf(to ?? undefined) ?? 'unknown', list: /-to-many$/.test(stringOf(option(m, on, 'type')) ?? ''), optional: true, relation: stringOf(to ?? undefined) ?? 'unknown', hidden: false, eager: is(on, 'eager', true), generated: false, preset: false, target: to, embedded: null };
  });
  return { name: stringOf(option(m, options, 'name')) ?? (target?.t === 'class' ? target.name : null) ?? 'entity', cls: target?.t === 'class' ? target : null, columns: [...columns, ...related], excluded: new Set() };
}

/** The entity that a class, a schema or a name means; undefined when nothing declares its columns. */
export function entityOf(m: Machine, given: Value | undefined): EntityInfo | undefined {
  if (!given) return undefined;
  const memory = memoryOf(m);
  if (given.t === 'model' && given.type.name === schemaType.name) return ofSchema(m, given as ModelValue<SchemaState>);
  if (given.t === 'fn') return entityOf(m, targetOf(m, given));
  if (given.t === 'class') {
    const info = ofClass(m, given);
    if (info.columns.length > 0) return info;
    const schema = memory.schemas.find(one => option(m, one.state.options, 'target') === given);
    if (schema) return ofSchema(m, schema);
    // `@EntityRepository(User) class UserRepository`: a repository that names its entity.
    const named = apart(m, () => saidBy(m, given.fact.decorators, given)).find(one => one.name === 'EntityRepository')?.args[0];
    return named && named !== given ? entityOf(m, named) : undefined;
  }
  const name = stringOf(given);
  if (name === undefined) return undefined;
  const schema = memory.schemas.find(one => stringOf(option(m, one.state.options, 'name')) === name);
  if (schema) return ofSchema(m, schema);
  const cls = m.program.collected<ClassValue>('class').find(one => one.name === name && one.fact.decorators.length > 0);
  return cls && entityOf(m, cls);
}

/** The name of what may be an entity without known columns. */
export function nameOfEntity(given: Value | undefined): string {
  return given?.t === 'class' ? given.name ?? 'entity' : given?.t === 'sym' && (given.op === 'import' || given.op === 'global') ? given.name : stringOf(given) ?? 'entity';
}
