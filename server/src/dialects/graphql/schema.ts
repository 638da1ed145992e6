import type { Machine } from '../../evaluate/machine';
import type { ModelType, ModelValue, Value } from '../../evaluate/value';
import { alternatives, hole, list, model, stringOf } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import type { Field, SchemaText } from './sdl';
import { readSchema } from './sdl';

/** A schema as it is put together: texts, maps of resolvers, and what wraps around resolvers. */
export interface SchemaState {
  readonly typeDefs: readonly Value[];
  readonly resolvers: readonly Value[];
  /** Permissions of graphql-shield, as trees of rules. */
  readonly permissions: readonly Value[];
  /** Functions of an object take the place of resolvers: called with the arguments first. */
  readonly rootValue: Value | null;
  readonly site: Site | null;
}
export type Schema = ModelValue<SchemaState> & Value;

const schemaType: ModelType<SchemaState> = { name: 'graphql.Schema' };

/** A schema value. */
export function createSchema(m: Machine, state: Partial<SchemaState>, site: Site | null): Value {
  const made = model<SchemaState>(schemaType, { typeDefs: [], resolvers: [], permissions: [], rootValue: null, ...state, site }, site);
  m.program.collected<Schema>('graphql.schema').push(made as Schema);
  return made as Value;
}

/** Whether a value is a schema. */
export function isSchema(v: Value | undefined): v is Schema {
  return v?.t === 'model' && v.type.name === schemaType.name;
}

/** A schema from options with `typeDefs` and `resolvers`, from a list of such modules, or the schema in them. */
export function schemaIn(m: Machine, options: Value | undefined, site: Site | null): Value {
  if (!options || options.t === 'lit') return hole('a schema that is not given', site);
  if (isSchema(options)) return options;
  if (options.t === 'list') return merged(m, options.items.map(one => schemaIn(m, one, site)), site);
  const given = m.get(options, 'schema');
  const schemas = alternatives(given).filter(isSchema);
  if (schemas[0]) return schemas[0];
  const typeDefs = m.get(options, 'typeDefs');
  const resolvers = m.get(options, 'resolvers');
  const modules = m.get(options, 'modules');
  if (modules.t === 'list') return schemaIn(m, modules, site);
  if (typeDefs.t === 'lit' && resolvers.t === 'lit') return hole('a schema that could not be followed', site, [given]);
  return createSchema(m, { typeDefs: [typeDefs], resolvers: [resolvers] }, site);
}

/** Several schemas as one. */
export function merged(m: Machine, all: readonly Value[], site: Site | null): Value {
  const states = all.filter(isSchema).map(one => one.state);
  return createSchema(m, {
    typeDefs: states.flatMap(one => one.typeDefs), resolvers: states.flatMap(one => one.resolvers), permissions: states.flatMap(one => one.permissions),
    rootValue: states.map(one => one.rootValue).find(one => one !== null) ?? null,
  }, site);
}

/** A schema with something more. */
export function extended(m: Machine, schema: Schema, change: Partial<SchemaState>, site: Site | null): Value {
  return createSchema(m, { ...schema.state, ...change }, site);
}

/** The texts of a value: a text, a list of them, a function that gives one. */
function textsOf(m: Machine, v: Value, depth = 0): readonly string[] {
  const text = stringOf(v);
  if (text !== undefined) return [text];
  if (depth > 6) return [];
  // What is not known of a text leaves a gap in it.
  if (v.t === 'text') return [v.parts.map(part => typeof part === 'string' ? part : textsOf(m, part, depth + 1).join('\n')).join('')];
  if (v.t === 'list') return v.items.flatMap(one => textsOf(m, one, depth + 1));
  if (v.t === 'union') return v.of.flatMap(one => textsOf(m, one, depth + 1));
  if (v.t === 'fn') return textsOf(m, m.isolated(() => m.call(v, [])), depth + 1);
  return [];
}

export type OperationKind = 'Query' | 'Mutation' | 'Subscription';

/** A root field of a schema. */
export interface Operation {
  readonly kind: OperationKind;
  /** The name of the root type. */
  readonly type: string;
  readonly name: string;
  readonly field: Field | null;
  readonly resolver: Value | null;
}

/** A schema, read. */
export interface ReadSchema {
  readonly text: SchemaText;
  readonly operations: readonly Operation[];
  /** The resolver of a field of a type, where there is one. */
  resolverOf(type: string, field: string): Value | undefined;
}

const KINDS: readonly (readonly [OperationKind, string])[] = [['Query', 'query'], ['Mutation', 'mutation'], ['Subscription', 'subscription']];

/** The maps of resolvers in a value: an object, lists of them. */
function mapsOf(v: Value): readonly Value[] {
  return v.t === 'list' ? v.items.flatMap(mapsOf) : v.t === 'union' ? v.of.flatMap(mapsOf) : v.t === 'lit' ? [] : [v];
}

/** The keys of a map of resolvers, as far as they are known. */
function keysOf(v: Value): readonly string[] {
  switch (v.t) {
    case 'object': return [...v.props.keys(), ...v.spreads.flatMap(keysOf)].filter(key => !key.startsWith('#'));
    case 'instance': return [...v.props.keys()];
    case 'union': return v.of.flatMap(keysOf);
    default: return [];
  }
}

/** Reads what a schema says. */
export function readState(m: Machine, state: SchemaState): ReadSchema {
  const text = readSchema(state.typeDefs.flatMap(one => textsOf(m, one)));
  const maps = state.resolvers.flatMap(mapsOf);
  const resolverOf = (type: string, field: string): Value | undefined => {
    for (const map of [...maps].reverse()) {
      const of = m.get(map, type);
      if (of.t === 'lit') continue;
      const found = m.get(of, field);
      // Of a map that is not known nothing is known of a field either.
      if (found.t !== 'lit' && keysOf(of).includes(field)) return found;
    }
    return undefined;
  };
  const operations = KINDS.flatMap(([kind, word]): Operation[] => {
    const type = text.roots.get(word) ?? kind;
    const fields = text.types.get(type);
    const names = new Set([...fields?.keys() ?? [], ...fields ? [] : maps.flatMap(map => keysOf(m.get(map, type)))]);
    return [...names].map(name => ({ kind, type, name, field: fields?.get(name) ?? null, resolver: resolverOf(type, name) ?? (state.rootValue ? m.get(state.rootValue, name) : null) }));
  });
  return { text, operations, resolverOf };
}

/** The value of a list of schemas' parts for functions that merge them. */
export const flat = (values: readonly Value[]): Value => list(values.flatMap(one => one.t === 'list' ? one.items : [one]));
