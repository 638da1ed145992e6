import type { Machine } from '../../evaluate/machine';
import type { Value } from '../../evaluate/value';
import { derived, hole, list, listOf, object, union } from '../../evaluate/value';
import { inherited, type Route } from './state';
import { schemaOf, type Schema } from './schema';

/** What leaves of an answer: where the route has a schema for its status, only what that names (fast-json-stringify, and Zod's serialiser). */
export function serialised(m: Machine, route: Route, status: Value | null, value: Value): Value {
  const schema = m.get(route.options, 'schema');
  const response = schema.t === 'object' ? m.get(schema, 'response') : schema;
  if (response.t === 'lit') return value;
  if (value.t === 'lit') return value;
  // What was spread into the options and is not known may have a schema.
  if (response.t !== 'object') return response.t === 'sym' && response.op === 'derived' ? value : hole('an answer whose schema could not be followed', null, [value]);
  const code = status === null ? 200 : status.t === 'lit' ? Number(status.v ?? 200) : null;
  if (code === null) return hole('an answer whose status could not be followed', null, [value]);
  const group = `${String(code).charAt(0)}xx`;
  const found = response.props.get(String(code)) ?? response.props.get(group) ?? response.props.get(group.toUpperCase()) ?? response.props.get('default');
  if (!found) return response.open || response.spreads.length > 0 ? hole('an answer whose schema could not be followed', null, [value]) : value;
  if (isOwnSerialiser(route)) return hole('an answer of a serialiser that could not be followed', null, [value]);
  return project(m, value, schemaOf(m, found, route.instance.state.root.schemas), 0);
}

/** Whether answers are serialised by something else than Fastify or the Zod provider. */
function isOwnSerialiser(route: Route): boolean {
  const own = inherited(route.instance, one => one.props.get('#serializer'));
  return own !== undefined && !(own.t === 'sym' && own.op === 'import' && /zod|typebox/.test(own.module));
}

const MAX_DEPTH = 8;

/** A value as far as a schema lets it out. */
function project(m: Machine, value: Value, schema: Schema, depth: number): Value {
  if (depth > MAX_DEPTH) return hole('an answer that is nested deeply', null, [value]);
  if (value.t === 'union') return union(value.of.map(one => project(m, one, schema, depth)));
  switch (schema.kind) {
    case 'any': return value;
    case 'unknown': return hole('an answer whose schema could not be followed', null, [value]);
    // A scalar of something unknown is a field, whatever it is.
    case 'scalar': return value.t === 'sym' || value.t === 'hole' ? derived('field', [value]) : value;
    case 'either': return union(schema.of.map(one => project(m, value, one, depth + 1)));
    case 'all': return project(m, value, merged(schema.of), depth + 1);
    case 'array': return items(m, value, schema.of, depth);
    case 'object': {
      if (value.t === 'lit') return value;
      if (schema.others) return value;
      if (value.t === 'list') return object();
      return object([...schema.props].flatMap(([key, one]) => {
        const inner = m.get(value, key);
        return inner.t === 'lit' && inner.v === undefined ? [] : [[key, project(m, inner, one, depth + 1)] as const];
      }));
    }
  }
}

function items(m: Machine, value: Value, of: Schema, depth: number): Value {
  const one = (item: Value): Value => project(m, item, of, depth + 1);
  if (value.t === 'list') {
    const rest = value.rest ? one(value.rest) : null;
    return { ...list(value.items.map(one), value.site), open: value.open, rest };
  }
  if (value.t === 'lit') return value;
  const element = value.t === 'model' ? value.type.element?.(value) : undefined;
  return listOf(one(element ?? derived('element', [value])));
}

function merged(all: readonly Schema[]): Schema {
  const props = new Map<string, Schema>();
  let others = false;
  for (const one of all) {
    const flat = one.kind === 'all' ? merged(one.of) : one;
    if (flat.kind !== 'object') return { kind: 'unknown' };
    for (const [key, inner] of flat.props) props.set(key, inner);
    others ||= flat.others;
  }
  return { kind: 'object', props, others };
}
