import type { Pattern } from '../model/facts';
import { assign, declare, declareVar } from './environment';
import { evaluate } from './expressions';
import type { Machine } from './machine';
import { joined } from './path';
import { elementsOf, getProperty, keyOf, setProperty } from './properties';
import { nullish } from './truth';
import type { Env, Value } from './value';
import { derived, hole, list, object, union, UNDEFINED } from './value';

/** How names of a pattern are bound: `let`/`const` in the block, `var` in the function, or by assignment. */
export type Binding = 'declare' | 'var' | 'assign';

/** Binds the names of a pattern to the parts of a value. */
export function assignPattern(m: Machine, pattern: Pattern, value: Value, env: Env, binding: Binding): void {
  switch (pattern.k) {
    case 'id':
      if (binding === 'declare') declare(m, env, pattern.name, value);
      else if (binding === 'var') declareVar(m, env, pattern.name, value);
      else assign(m, env, pattern.name, value);
      return;
    case 'expr': {
      const target = pattern.e;
      if (target.k === 'member') setProperty(m, evaluate(m, target.obj, env), target.prop, value);
      else if (target.k === 'index') {
        const key = keyOf(evaluate(m, target.prop, env));
        const base = evaluate(m, target.obj, env);
        if (key !== undefined) setProperty(m, base, key, value);
        else if (base.t === 'object') { base.open = true; m.heap.push(base.spreads, value); }
      }
      return;
    }
    case 'default': {
      const missing = nullish(value);
      if (value.t === 'lit' && value.v === null) { assignPattern(m, pattern.target, value, env, binding); return; }
      if (missing === false) assignPattern(m, pattern.target, value, env, binding);
      else if (missing === true) assignPattern(m, pattern.target, evaluate(m, pattern.value, env), env, binding);
      else {
        const fallback = evaluate(m, pattern.value, env);
        const known = value.t === 'union' ? value.of.filter(one => nullish(one) !== true) : [value];
        assignPattern(m, pattern.target, union([...known, fallback]), env, binding);
      }
      return;
    }
    case 'object': {
      const taken: string[] = [];
      for (const prop of pattern.props) {
        const key = typeof prop.key === 'string' ? prop.key : keyOf(evaluate(m, prop.key, env));
        if (key !== undefined) taken.push(key);
        assignPattern(m, prop.value, key === undefined ? hole('a computed key') : getProperty(m, value, key, null), env, binding);
      }
      if (pattern.rest) assignPattern(m, pattern.rest, without(m, value, taken), env, binding);
      return;
    }
    case 'array': {
      const elements = elementsOf(m, value);
      pattern.items.forEach((item, index) => {
        if (item) assignPattern(m, item, elementAt(m, value, index), env, binding);
      });
      if (pattern.rest) assignPattern(m, pattern.rest, elements.known ? list(elements.items.slice(pattern.items.length)) : hole('the rest of a list', null, [value]), env, binding);
    }
  }
}

/** One element of something iterable; of alternatives, that element of each. */
function elementAt(m: Machine, value: Value, index: number): Value {
  if (value.t === 'union') {
    if (value.ways) return joined(value.ways.filter(way => nullish(way.value) !== true).map(way => ({ value: elementAt(m, way.value, index), path: way.path })));
    return union(value.of.filter(one => nullish(one) !== true).map(one => elementAt(m, one, index)));
  }
  const elements = elementsOf(m, value);
  return elements.items[index] ?? (elements.known ? UNDEFINED : getProperty(m, value, String(index), null));
}

/** The value without some keys: a rest pattern, `omit`. */
export function without(m: Machine, value: Value, keys: readonly string[]): Value {
  switch (value.t) {
    case 'object': {
      const copy = object([...value.props].filter(([key]) => !keys.includes(key)), value.site);
      copy.open = value.open;
      for (const spread of value.spreads) copy.spreads.push(without(m, spread, keys));
      return copy;
    }
    case 'instance': return object([...value.props].filter(([key]) => !keys.includes(key)), value.site);
    case 'namespace': return object(m.program.exportNames(value.module).filter(key => !keys.includes(key)).map(key => [key, getProperty(m, value, key, null)] as const));
    case 'union': return union(value.of.filter(one => nullish(one) !== true).map(one => without(m, one, keys)));
    case 'model': {
      if (value.type.without) return value.type.without(value, keys);
      const own = value.type.keys?.(value);
      if (own) return object(own.filter(key => !keys.includes(key)).map(key => [key, getProperty(m, value, key, null)] as const));
      return derived('without', [value]);
    }
    default: return derived('without', [value]);
  }
}

/** The names that a pattern binds. */
export function namesOf(pattern: Pattern): string[] {
  switch (pattern.k) {
    case 'id': return [pattern.name];
    case 'expr': return [];
    case 'default': return namesOf(pattern.target);
    case 'object': return [...pattern.props.flatMap(prop => namesOf(prop.value)), ...pattern.rest ? namesOf(pattern.rest) : []];
    case 'array': return [...pattern.items.flatMap(item => item ? namesOf(item) : []), ...pattern.rest ? namesOf(pattern.rest) : []];
  }
}
