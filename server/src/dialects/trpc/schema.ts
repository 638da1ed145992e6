import type { Machine } from '../../evaluate/machine';
import type { InputSource, Value } from '../../evaluate/value';
import { derived, list, listOf, object, union } from '../../evaluate/value';

/** What a validator lets through: a term of zod (or of a library that is written like it), read by its form. */
export type Shape =
  | { readonly k: 'object'; readonly fields: ReadonlyMap<string, Value>; readonly others: boolean }
  | { readonly k: 'array'; readonly of: Value }
  | { readonly k: 'any' }
  /** A text, a number, a flag: what has no fields. */
  | { readonly k: 'scalar' }
  | { readonly k: 'unknown' };

const UNKNOWN: Shape = { k: 'unknown' };
/** Methods that keep the fields of what they are called on. */
const KEEPING: ReadonlySet<string> = new Set([
  'optional', 'nullable', 'nullish', 'default', 'prefault', 'describe', 'refine', 'superRefine', 'readonly', 'brand', 'meta', 'register', 'check', 'catch', 'openapi', 'partial', 'deepPartial', 'required', 'strict', 'strip', 'min', 'max', 'nonempty', 'length',
]);
const SCALARS: ReadonlySet<string> = new Set([
  'string', 'number', 'boolean', 'bigint', 'date', 'literal', 'enum', 'nativeEnum', 'null', 'undefined', 'void', 'never', 'int', 'email', 'uuid', 'cuid', 'cuid2', 'ulid', 'nanoid', 'url', 'iso', 'symbol', 'file', 'int32', 'float64', 'stringbool',
]);

/** What a schema lets through. */
export function shapeOf(schema: Value, depth = 0): Shape {
  if (depth > 12 || schema.t !== 'sym' || schema.op !== 'call' || schema.base.t !== 'sym') return UNKNOWN;
  const { base, args: [first] } = schema;
  const name = base.op === 'get' ? base.key : base.op === 'import' ? base.name : '';
  const on = (): Shape => base.op === 'get' ? shapeOf(base.base, depth + 1) : UNKNOWN;
  const fields = (v: Value | undefined): ReadonlyMap<string, Value> | null => v?.t === 'object' && !v.open && v.spreads.length === 0 ? v.props : null;
  const withFields = (change: (old: ReadonlyMap<string, Value>, listed: ReadonlyMap<string, Value>) => Iterable<readonly [string, Value]>): Shape => {
    const shape = on();
    const listed = fields(first);
    return shape.k === 'object' && listed ? { ...shape, fields: new Map(change(shape.fields, listed)) } : UNKNOWN;
  };
  switch (name) {
    case 'object': case 'strictObject': case 'looseObject': {
      const listed = first === undefined ? new Map<string, Value>() : fields(first);
      return listed ? { k: 'object', fields: listed, others: name === 'looseObject' } : UNKNOWN;
    }
    case 'extend': case 'safeExtend': case 'augment': return withFields((old, listed) => [...old, ...listed]);
    case 'pick': return withFields((old, listed) => [...old].filter(([key]) => listed.has(key)));
    case 'omit': return withFields((old, listed) => [...old].filter(([key]) => !listed.has(key)));
    case 'merge': case 'and': {
      const [a, b] = [on(), first ? shapeOf(first, depth + 1) : UNKNOWN];
      return a.k === 'object' && b.k === 'object' ? { k: 'object', fields: new Map([...a.fields, ...b.fields]), others: a.others || b.others } : UNKNOWN;
    }
    case 'passthrough': case 'loose': { const shape = on(); return shape.k === 'object' ? { ...shape, others: true } : UNKNOWN; }
    // `z.array(x)` and `x.array()`.
    case 'array': return first ? { k: 'array', of: first } : base.op === 'get' ? { k: 'array', of: base.base } : UNKNOWN;
    case 'any': case 'unknown': case 'custom': return { k: 'any' };
    case 'nullable': case 'optional': case 'nullish': return first ? shapeOf(first, depth + 1) : on();
    default: return SCALARS.has(name) ? { k: 'scalar' } : KEEPING.has(name) || (on().k === 'scalar') ? on() : UNKNOWN;
  }
}

/** What is left of a value that went through a schema; what the schema does not name is dropped. */
export function through(m: Machine, value: Value, schema: Value, depth = 0): Value {
  const shape = shapeOf(schema);
  if (depth > 6) return derived('parsed', [value]);
  if (value.t === 'union') return union(value.of.map(one => through(m, one, schema, depth + 1)));
  switch (shape.k) {
    case 'any': case 'scalar': return value;
    case 'unknown': return derived('parsed', [value]);
    case 'array': {
      if (value.t === 'list') {
        const items = value.items.map(one => through(m, one, shape.of, depth + 1));
        return { ...list(items, value.site), open: value.open, rest: value.rest && through(m, value.rest, shape.of, depth + 1) };
      }
      const element = value.t === 'model' ? value.type.element?.(value) : undefined;
      return listOf(through(m, element ?? derived('element', [value]), shape.of, depth + 1));
    }
    case 'object': {
      if (value.t === 'lit') return value;
      const named = object([...shape.fields].map(([key, one]) => [key, through(m, m.get(value, key), one, depth + 1)] as const));
      if (!shape.others) return named;
      // What the schema does not name comes along; what it names went through it.
      if (value.t === 'object') return { ...value, props: new Map([...value.props, ...named.props]) };
      return { ...named, spreads: [value], open: true };
    }
  }
}

/** The input of a procedure as its validators give it: what they name is a part of the request. */
export function inputOf(m: Machine, schemas: readonly Value[], source: InputSource): Value {
  const build = (schema: Value, path: readonly string[]): Value => {
    const shape = shapeOf(schema);
    if (shape.k !== 'object') return m.input(source, ...path);
    const out = object([...shape.fields].map(([key, one]) => [key, build(one, [...path, key])] as const));
    return shape.others ? { ...out, open: true } : out;
  };
  const built = schemas.map(schema => build(schema, []));
  const [only] = built;
  if (built.length === 1 && only) return only;
  if (built.length === 0) return m.input(source);
  return built.every(one => one.t === 'object') ? object(built.flatMap(one => one.t === 'object' ? [...one.props] : [])) : m.input(source);
}
