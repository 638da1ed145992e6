import type { Value } from '../../evaluate/value';

const MAX_DEPTH = 12;
/** Members of a schema that take the names of an object's keys. */
const SHAPES: ReadonlySet<string> = new Set(['object', 'keys', 'append', 'compile', 'concat', 'unknown']);

/** The names that a schema of an object knows: `Joi.object({ … })`, `Joi.object().keys({ … })`, or a plain object of schemas. */
export function keysOf(schema: Value, depth = 0): readonly string[] {
  if (depth > MAX_DEPTH) return [];
  if (schema.t === 'object') return [...schema.props.keys(), ...schema.spreads.flatMap(one => keysOf(one, depth + 1))];
  if (schema.t === 'union') return [...new Set(schema.of.flatMap(one => keysOf(one, depth + 1)))];
  if (schema.t !== 'sym' || (schema.op !== 'call' && schema.op !== 'new')) return [];
  const callee = schema.base;
  const [name, inner] = callee.t === 'sym' && callee.op === 'get' ? [callee.key, callee.base] : callee.t === 'sym' && callee.op === 'import' ? [callee.name, null] : [null, null];
  const [first] = schema.args;
  const own = name !== null && SHAPES.has(name) && first ? keysOf(first, depth + 1) : [];
  return [...new Set([...inner ? keysOf(inner, depth + 1) : [], ...own])];
}
