import { spreadInto } from '../expressions';
import type { Machine } from '../machine';
import { elementsOf, getProperty, keyOf, setProperty } from '../properties';
import { callFunction } from '../calls';
import type { Value } from '../value';
import { derived, FALSE, hole, lit, list, native, object, TRUE, union, UNDEFINED } from '../value';

/** `call`, `apply`, `bind` of functions. */
export function memberOfFunction(_m: Machine, base: Value, key: string): Value | undefined {
  switch (key) {
    case 'call': return native('Function.call', (m, call) => m.call(base, call.args.slice(1), { self: call.args[0] ?? UNDEFINED, site: call.site }));
    case 'apply': return native('Function.apply', (m, call) => m.call(base, elementsOf(m, call.args[1] ?? list([])).items, { self: call.args[0] ?? UNDEFINED, site: call.site }));
    case 'bind': return native('Function.bind', (_machine, call) => {
      const [self = UNDEFINED, ...args] = call.args;
      if (base.t === 'fn') return { ...base, bound: { self: base.bound?.self ?? self, args: [...base.bound?.args ?? [], ...args] } };
      return native('bound', (m, inner) => m.call(base, [...args, ...inner.args], { self, site: inner.site }));
    });
    default: return undefined;
  }
}

/** Methods that every object has. */
export function memberOfObject(_m: Machine, base: Value, key: string): Value | undefined {
  if (key === 'hasOwnProperty') return native('Object.hasOwnProperty', (_machine, call) => {
    const name = call.args[0] && keyOf(call.args[0]);
    return base.t === 'object' && !base.open && base.spreads.length === 0 && name !== undefined ? lit(base.props.has(name)) : derived('hasOwnProperty', [base, ...call.args]);
  });
  if (key === 'toString') return native('Object.toString', () => derived('toString', [base]));
  return undefined;
}

/** Names and values of a value's own properties, where all are known. */
export function entriesOf(m: Machine, v: Value): readonly (readonly [string, Value])[] | undefined {
  switch (v.t) {
    case 'object': return v.open || v.spreads.length > 0 ? undefined : [...v.props, ...[...v.getters?.keys() ?? []].map(key => [key, getProperty(m, v, key, null)] as const)];
    case 'instance': return v.base ? undefined : [...v.props];
    case 'class': return [...v.statics];
    case 'list': return v.open ? undefined : v.items.map((item, index) => [String(index), item] as const);
    case 'lit': return typeof v.v === 'string' ? [...v.v].map((c, index) => [String(index), lit(c)] as const) : [];
    case 'namespace': return m.program.exportNames(v.module).map(name => [name, getProperty(m, v, name, null)] as const);
    case 'model': return v.type.keys?.(v).map(key => [key, getProperty(m, v, key, null)] as const);
    default: return undefined;
  }
}

/** What `Object` is. */
export function objectGlobal(): Value {
  const same = native('Object.freeze', (_m, call) => call.args[0] ?? UNDEFINED);
  const over = (name: string, pick: (key: string, value: Value) => Value): Value => native(`Object.${name}`, (m, call) => {
    const [on = UNDEFINED] = call.args;
    const entries = entriesOf(m, on);
    if (entries) return list(entries.map(([key, value]) => pick(key, value)));
    const partial = on.t === 'object' ? [...on.props].map(([key, value]) => pick(key, value)) : [];
    return { t: 'list', items: partial, open: true, rest: name === 'entries' ? list([derived('key', [on]), derived('element', [on])]) : derived(name, [on]), site: call.site };
  });
  return native('Object', (_m, call) => call.args[0] ?? object([], call.site), [
    ['keys', over('keys', key => lit(key))], ['values', over('values', (_key, value) => value)], ['entries', over('entries', (key, value) => list([lit(key), value]))],
    ['freeze', same], ['seal', same], ['preventExtensions', same],
    ['getOwnPropertyNames', native('Object.getOwnPropertyNames', (_m, call) => {
      const [on] = call.args;
      const names = on?.t === 'object' ? [...on.props.keys()] : undefined;
      return names ? list(names.map(name => lit(name))) : hole('names of an object', call.site, call.args);
    })],
    ['getPrototypeOf', native('Object.getPrototypeOf', (_m, call) => call.args[0]?.t === 'instance' ? getProperty(_m, call.args[0].cls, 'prototype', null) : hole('a prototype', call.site))],
    ['assign', native('Object.assign', (m, call) => {
      const [target = object(), ...others] = call.args;
      for (const from of others) {
        if (target.t === 'object') spreadInto(m, target, from);
        else for (const [key, value] of entriesOf(m, from) ?? []) setProperty(m, target, key, value);
      }
      return target;
    })],
    ['fromEntries', native('Object.fromEntries', (m, call) => {
      const elements = elementsOf(m, call.args[0] ?? list([]));
      const out = object([], call.site);
      out.open = !elements.known;
      for (const entry of elements.items) {
        const [key, value] = elementsOf(m, entry).items;
        const name = key && keyOf(key);
        if (name !== undefined) out.props.set(name, value ?? UNDEFINED);
        else out.open = true;
      }
      return out;
    })],
    ['create', native('Object.create', (_m, call) => object(call.args[0]?.t === 'object' ? call.args[0].props : [], call.site))],
    ['defineProperty', native('Object.defineProperty', (m, call) => {
      const [on = UNDEFINED, key, description = UNDEFINED] = call.args;
      const name = key && keyOf(key);
      if (name !== undefined && description.t === 'object') {
        const getter = description.props.get('get');
        setProperty(m, on, name, getter?.t === 'fn' ? callFunction(m, getter, [], on, call.site) : description.props.get('value') ?? UNDEFINED);
      }
      return on;
    })],
    ['hasOwn', native('Object.hasOwn', (_m, call) => call.args[0]?.t === 'object' && !call.args[0].open && call.args[1] && keyOf(call.args[1]) !== undefined ? (call.args[0].props.has(keyOf(call.args[1]) ?? '') ? TRUE : FALSE) : derived('hasOwn', call.args))],
    ['is', native('Object.is', (_m, call) => call.args[0]?.t === 'lit' && call.args[1]?.t === 'lit' ? lit(Object.is(call.args[0].v, call.args[1].v)) : derived('===', call.args))],
  ]);
}

/** The longest list that is made by its length alone. */
const MAX_SIZED = 500;

/** What `Array` is. */
export function arrayGlobal(): Value {
  const sized = (length: number): Value => length >= 0 && length <= MAX_SIZED ? list(Array.from({ length }, () => UNDEFINED)) : { ...list([]), open: true };
  const make = native('Array', (_m, call) => {
    const [size] = call.args;
    if (call.args.length !== 1 || !size) return list(call.args, call.site);
    return size.t === 'lit' && typeof size.v === 'number' ? sized(size.v) : size.t === 'lit' ? list(call.args, call.site) : { ...list([], call.site), open: true };
  }, [
    ['isArray', native('Array.isArray', (_m, call) => {
      const [v = UNDEFINED] = call.args;
      if (v.t === 'list') return TRUE;
      // A record has names, not places.
      if (v.t === 'model' && v.type.keys && !v.type.element && !v.type.elements) return FALSE;
      return ['sym', 'hole', 'union', 'model'].includes(v.t) ? derived('isArray', [v]) : FALSE;
    })],
    ['of', native('Array.of', (_m, call) => list(call.args, call.site))],
    ['from', native('Array.from', (m, call) => {
      const [of = list([]), fn] = call.args;
      const length = of.t === 'object' && !of.open && of.spreads.length === 0 ? of.props.get('length') : undefined;
      const elements = elementsOf(m, length?.t === 'lit' && typeof length.v === 'number' ? sized(length.v) : of);
      const items = fn ? elements.items.map((item, index) => m.call(fn, [item, lit(index)], { site: call.site })) : [...elements.items];
      return elements.known ? list(items, call.site) : { t: 'list', items: [], open: true, rest: items.length > 0 ? union(items) : null, site: call.site };
    })],
  ]);
  return { ...make, instance: v => v.t === 'sym' || v.t === 'hole' || v.t === 'model' || v.t === 'union' ? undefined : v.t === 'list' };
}
