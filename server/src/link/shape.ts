import type { Config } from '../model/config';
import type { ResponseField } from '../model/api';
import type { Machine } from '../evaluate/machine';
import type { Value } from '../evaluate/value';
import type { Query } from '../libraries/records';
import { isField, isRecord } from '../libraries/records';
import { classifyField } from './classify';

/** The fields of a value that is sent, and where they came from. */
export interface Shape {
  readonly fields: readonly ResponseField[];
  /** False when a part of the value could not be followed. */
  readonly complete: boolean;
  /** The query that the first entity in it came from. */
  readonly query: Query | null;
  /** The value is one that only literals make up (or nothing at all). */
  readonly literal: boolean;
}

const MAX_FIELDS = 400;
const MAX_DEPTH = 6;

/** What leaves when a value is serialised as JSON. Methods are not sent; `toJSON` of the workspace's classes is called. */
export function shapeOf(value: Value, m: Machine, config: Config): Shape {
  const fields = new Map<string, ResponseField>();
  let complete = true;
  let literal = true;
  let query: Query | null = null;
  const onWay = new Set<Value>();

  function add(path: string, name: string, type: string | null, entity: string | null, source: string | null): void {
    const known = fields.get(path);
    // Of several ways to a field, the one that knows where it comes from says most.
    if (path === '' || (known ? known.source !== null || source === null : fields.size >= MAX_FIELDS)) return;
    const found = classifyField(name, { entity, type, add: config.sensitive.add, remove: config.sensitive.remove });
    fields.set(path, { path, type, class: found, source });
  }

  function visit(v: Value, path: string, name: string, depth: number): void {
    if (depth > MAX_DEPTH || onWay.has(v)) { complete = false; return; }
    onWay.add(v);
    step(v, path, name, depth);
    onWay.delete(v);
  }

  const below = (path: string, key: string): string => path === '' ? key : `${path}.${key}`;

  function step(v: Value, path: string, name: string, depth: number): void {
    switch (v.t) {
      case 'lit':
        if (v.v !== undefined) add(path, name, v.v === null ? null : typeof v.v, null, null);
        return;
      case 'text': add(path, name, 'string', null, null); literal = false; return;
      case 'regex': case 'fn': case 'native': case 'class': return;
      case 'list': {
        for (const item of v.items) visit(item, `${path}[]`, name, depth);
        if (v.rest && !v.items.includes(v.rest)) visit(v.rest, `${path}[]`, name, depth);
        if (v.items.length === 0 && !v.rest) { add(path, name, 'array', null, null); if (v.open) complete = false; }
        return;
      }
      case 'object': {
        for (const spread of v.spreads) visit(spread, path, name, depth + 1);
        if (v.open && v.spreads.length === 0) complete = false;
        for (const [key, one] of v.props) visit(one, below(path, key), key, depth + 1);
        if (v.getters) for (const key of v.getters.keys()) add(below(path, key), key, null, null, null);
        return;
      }
      case 'instance': {
        const own = m.member(v.cls, 'toJSON');
        if (own) { visit(m.call(own.fn, [], { self: v }), path, name, depth + 1); return; }
        literal = false;
        for (const [key, one] of v.props) visit(one, below(path, key), key, depth + 1);
        const inherited = v.base?.t === 'model' ? v.base.type.keys?.(v.base) : undefined;
        if (v.base && inherited) for (const key of inherited) visit(m.get(v.base, key), below(path, key), key, depth + 1);
        else if (v.base) complete = false;
        return;
      }
      case 'namespace': complete = false; return;
      case 'union': for (const one of v.of) visit(one, path, name, depth); return;
      case 'model': {
        literal = false;
        if (isField(v)) { query ??= v.state.query; add(path, name, v.state.field.type, v.state.entity, v.state.source); return; }
        if (isRecord(v)) {
          query ??= v.state.query;
          if (v.state.serialise) { visit(v.state.serialise(v, m), path, name, depth + 1); return; }
          if (v.state.fields === null || v.state.open === true) complete = false;
          for (const [key, one] of v.props) if (!v.state.unserialised.has(key)) visit(one, below(path, key), key, depth + 1);
          return;
        }
        const element = v.type.element?.(v);
        if (element) { visit(element, `${path}[]`, name, depth + 1); return; }
        const keys = v.type.keys?.(v);
        if (keys) for (const key of keys) visit(m.get(v, key), below(path, key), key, depth + 1);
        else { add(path, name, null, null, null); complete = false; }
        return;
      }
      case 'sym':
        literal = false;
        if (path !== '') add(path, name, null, null, null);
        // A computed scalar is a field; a call's result may be an object with any fields.
        if (v.op === 'call' || v.op === 'new' || v.op === 'get' || (v.op === 'derived' && (v.name === 'without' || v.name === 'element'))) complete = false;
        else if (path === '') complete = v.op === 'derived' && v.name === 'file' ? complete : false;
        return;
      case 'hole':
        literal = false;
        if (path !== '') add(path, name, null, null, null);
        complete = false;
    }
  }

  visit(value, '', '', 0);
  return { fields: [...fields.values()], complete, query, literal };
}
