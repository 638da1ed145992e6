import type { Machine } from '../../evaluate/machine';
import type { Value } from '../../evaluate/value';
import { targetInput } from './context';

/** Methods of schemas that keep the fields of what they are called on. */
const KEEPING: ReadonlySet<string> = new Set([
  'strict', 'passthrough', 'strip', 'loose', 'catchall', 'partial', 'required', 'deepPartial', 'optional', 'nullable', 'nullish', 'default', 'openapi', 'meta', 'describe', 'refine', 'superRefine', 'transform',
  'readonly', 'brand', 'catch', 'check', 'pipe', 'register',
]);

/** The names of the fields that a schema of zod or its like asks for, as far as its text says. */
export function fieldsOf(m: Machine, schema: Value, depth = 0): readonly string[] {
  if (depth > 12 || schema.t !== 'sym' || schema.op !== 'call') return [];
  const { base, args } = schema;
  if (base.t !== 'sym') return [];
  const name = base.op === 'get' ? base.key : base.op === 'import' ? base.name : '';
  const on = base.op === 'get' ? fieldsOf(m, base.base, depth + 1) : [];
  const [first] = args;
  const listed = (v: Value | undefined): readonly string[] => v?.t === 'object' ? [...v.props.keys()].filter(key => !key.startsWith('#')) : [];
  switch (name) {
    case 'object': case 'strictObject': case 'looseObject': case 'Object': return listed(first);
    case 'extend': case 'safeExtend': return [...on, ...listed(first)];
    case 'merge': case 'and': return [...on, ...first ? fieldsOf(m, first, depth + 1) : []];
    case 'pick': return on.filter(field => listed(first).includes(field));
    case 'omit': return on.filter(field => !listed(first).includes(field));
    case 'intersection': return args.flatMap(arg => fieldsOf(m, arg, depth + 1));
    default: return KEEPING.has(name) ? on : [];
  }
}

/** Says that the fields of a schema are read from a part of the request. */
export function readFields(m: Machine, target: string, schema: Value): void {
  for (const field of fieldsOf(m, schema)) m.get(targetInput(m, target), target === 'header' ? field.toLowerCase() : field);
}
