import type { Machine } from '../../evaluate/machine';
import type { Value } from '../../evaluate/value';
import { alternatives, stringOf } from '../../evaluate/value';

/** What a schema says about the form of a value, as far as serialising and reading need it. */
export type Schema =
  | { readonly kind: 'object'; readonly props: ReadonlyMap<string, Schema>; readonly others: boolean }
  | { readonly kind: 'array'; readonly of: Schema }
  | { readonly kind: 'either'; readonly of: readonly Schema[] }
  | { readonly kind: 'all'; readonly of: readonly Schema[] }
  | { readonly kind: 'scalar' }
  /** Everything goes. */
  | { readonly kind: 'any' }
  /** Nothing is known. */
  | { readonly kind: 'unknown' };

const ANY: Schema = { kind: 'any' };
const UNKNOWN: Schema = { kind: 'unknown' };
const SCALAR: Schema = { kind: 'scalar' };
const MAX_DEPTH = 12;

/** Reads JSON schemas, and those that TypeBox and Zod make, from values. `named` are schemas by their `$id`. */
export function schemaOf(m: Machine, value: Value, named: ReadonlyMap<string, Value>, depth = 0): Schema {
  if (depth > MAX_DEPTH) return UNKNOWN;
  const inner = (one: Value): Schema => schemaOf(m, one, named, depth + 1);
  switch (value.t) {
    case 'union': { const of = alternatives(value).map(inner); return { kind: 'either', of }; }
    case 'object': return value.open || value.spreads.length > 0 ? UNKNOWN : jsonSchema(m, value, named, inner);
    case 'sym': return built(m, value, inner);
    case 'lit': return value.v === true ? ANY : UNKNOWN;
    default: return UNKNOWN;
  }
}

type JsonObject = Extract<Value, { t: 'object' }>;

function jsonSchema(m: Machine, schema: JsonObject, named: ReadonlyMap<string, Value>, inner: (one: Value) => Schema): Schema {
  const at = (key: string): Value | undefined => schema.props.get(key);
  const reference = stringOf(at('$ref'));
  if (reference !== undefined) return referred(m, reference, named, inner);
  const content = at('content');
  if (content?.t === 'object') {
    const [media] = content.props.values();
    return media ? inner(m.get(media, 'schema')) : UNKNOWN;
  }
  const every = at('allOf');
  if (every?.t === 'list') return { kind: 'all', of: every.items.map(inner) };
  const choices = at('oneOf') ?? at('anyOf');
  if (choices?.t === 'list') return { kind: 'either', of: choices.items.map(inner) };
  const types = at('type');
  const type = types?.t === 'list' ? types.items.map(stringOf).find(one => one !== 'null') : stringOf(types);
  const properties = at('properties');
  if (type === 'array' || (type === undefined && at('items'))) {
    const items = at('items');
    return { kind: 'array', of: items ? inner(items) : ANY };
  }
  if (type === 'object' || (type === undefined && properties)) {
    if (properties && (properties.t !== 'object' || properties.open || properties.spreads.length > 0)) return UNKNOWN;
    const others = at('additionalProperties');
    const open = (others !== undefined && !(others.t === 'lit' && others.v === false)) || at('patternProperties') !== undefined;
    return { kind: 'object', props: new Map(properties?.t === 'object' ? [...properties.props].map(([key, one]) => [key, inner(one)] as const) : []), others: open };
  }
  return type === undefined ? ANY : SCALAR;
}

/** `$ref: 'user#'`, `$ref: 'shared#/properties/user'`. */
function referred(m: Machine, reference: string, named: ReadonlyMap<string, Value>, inner: (one: Value) => Schema): Schema {
  const [id = '', pointer = ''] = reference.split('#');
  let at = named.get(id);
  for (const key of pointer.split('/').filter(part => part !== '')) at = at ? m.get(at, key) : undefined;
  return at ? inner(at) : UNKNOWN;
}

type Sym = Extract<Value, { t: 'sym' }>;

/** The package and the member path of a term: `z.object` of `zod`. */
function nameOf(v: Value): { readonly module: string; readonly name: string } | null {
  if (v.t !== 'sym') return null;
  if (v.op === 'import') return { module: v.module, name: ['default', '*', 'export=', 'z', 'Type', 't'].includes(v.name) ? '' : v.name };
  if (v.op !== 'get') return null;
  const base = nameOf(v.base);
  return base ? { module: base.module, name: base.name === '' ? v.key : `${base.name}.${v.key}` } : null;
}

const BUILDERS = /^(zod|zod\/v[34]|@sinclair\/typebox|@fastify\/type-provider-typebox|typebox)$/;
const SCALARS = /^(string|number|integer|boolean|bigint|date|null|undefined|literal|enum|nativeEnum|uuid|email|url|iso\.\w+|coerce\.\w+|cuid2?|ulid|ipv[46]|int|float\d+|int\d+|uint\d+|stringbool|templateLiteral|regexp?|void)$/i;

/** Schemas that are built by calls: `Type.Object({ … })`, `z.object({ … }).optional()`. */
function built(m: Machine, v: Sym, inner: (one: Value) => Schema): Schema {
  if (v.op !== 'call') return UNKNOWN;
  const [first, second] = v.args;
  const named = nameOf(v.base);
  if (!named) return v.base.t === 'sym' && v.base.op === 'get' ? derivedSchema(v.base.base, v.base.key, v.args, inner) : UNKNOWN;
  if (!BUILDERS.test(named.module)) return UNKNOWN;
  const typebox = !named.module.startsWith('zod');
  const name = named.name.toLowerCase();
  if (SCALARS.test(name)) return SCALAR;
  switch (name) {
    case 'object': case 'strictobject': case 'looseobject': {
      if (first?.t !== 'object' || first.open || first.spreads.length > 0) return UNKNOWN;
      const others = second?.t === 'object' ? second.props.get('additionalProperties') : undefined;
      const open = typebox ? others !== undefined && !(others.t === 'lit' && others.v === false) : name === 'looseobject';
      return { kind: 'object', props: new Map([...first.props].map(([key, one]) => [key, inner(one)] as const)), others: open };
    }
    case 'array': case 'set': return first ? { kind: 'array', of: inner(first) } : UNKNOWN;
    case 'union': case 'discriminatedunion': case 'xor': {
      const list = named.name.toLowerCase() === 'discriminatedunion' ? second : first;
      return list?.t === 'list' ? { kind: 'either', of: list.items.map(inner) } : UNKNOWN;
    }
    case 'intersect': case 'intersection': { const list = first?.t === 'list' ? first.items : v.args; return { kind: 'all', of: list.map(inner) }; }
    case 'optional': case 'nullable': case 'nullish': case 'readonly': case 'partial': case 'required': case 'lazy': return first ? inner(first) : UNKNOWN;
    case 'pick': case 'omit': return first ? picked(inner(first), second, name === 'pick') : UNKNOWN;
    case 'any': case 'unknown': case 'record': return ANY;
    default: return UNKNOWN;
  }
}

/** Methods of schemas that give schemas (Zod). */
function derivedSchema(base: Value, key: string, args: readonly Value[], inner: (one: Value) => Schema): Schema {
  const of = inner(base);
  const [first] = args;
  switch (key) {
    case 'extend': case 'merge': case 'safeExtend': {
      const more = first?.t === 'object' ? { kind: 'object' as const, props: new Map([...first.props].map(([name, one]) => [name, inner(one)] as const)), others: false } : first ? inner(first) : UNKNOWN;
      return of.kind === 'object' && more.kind === 'object' ? { ...of, props: new Map([...of.props, ...more.props]) } : UNKNOWN;
    }
    case 'pick': case 'omit': return picked(of, first, key === 'pick');
    case 'array': return { kind: 'array', of };
    case 'or': return first ? { kind: 'either', of: [of, inner(first)] } : of;
    case 'and': return first ? { kind: 'all', of: [of, inner(first)] } : of;
    case 'passthrough': case 'loose': return of.kind === 'object' ? { ...of, others: true } : of;
    case 'transform': case 'pipe': return UNKNOWN;
    default: return of;
  }
}

function picked(of: Schema, keys: Value | undefined, keep: boolean): Schema {
  const names = keys?.t === 'list' ? keys.items.flatMap(one => stringOf(one) ?? []) : keys?.t === 'object' ? [...keys.props.keys()] : undefined;
  if (of.kind !== 'object' || !names) return UNKNOWN;
  return { ...of, props: new Map([...of.props].filter(([key]) => names.includes(key) === keep)) };
}

/** The names of an object schema's properties; none where it is something else. */
export function propertyNames(schema: Schema): readonly string[] {
  return schema.kind === 'object' ? [...schema.props.keys()] : schema.kind === 'all' || schema.kind === 'either' ? schema.of.flatMap(propertyNames) : [];
}
