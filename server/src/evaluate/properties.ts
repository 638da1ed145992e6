import type { Site } from '../model/facts';
import { memberOfList, memberOfRegex, memberOfText } from './builtins';
import { memberOfFunction, memberOfObject } from './builtins/objects';
import { promiseMember } from './builtins/promises';
import type { Machine } from './machine';
import { joined } from './path';
import { nullish } from './truth';
import type { FnValue, LitValue, ObjectValue, UnionValue, Value } from './value';
import { derived, hole, lit, native, object, UNDEFINED, union } from './value';

/** The property name that a value surely is. */
export function keyOf(v: Value): string | undefined {
  return v.t === 'lit' && v.v !== undefined ? String(v.v) : undefined;
}

/** Reads a property. */
export function getProperty(m: Machine, base: Value, key: string, site: Site | null): Value {
  switch (base.t) {
    case 'union': return ofEach(m, base, key, site);
    case 'lit': return base.v === undefined || base.v === null ? hole(`a property of ${String(base.v)}`, site) : typeof base.v === 'string' ? memberOfText(m, base, key) : promiseMember(m, base, key) ?? memberOfScalar(base, key);
    case 'text': return memberOfText(m, base, key);
    case 'regex': return memberOfRegex(base, key);
    case 'list': return memberOfList(m, base, key, site);
    case 'object': {
      const getter = base.getters?.get(key);
      if (getter) return m.call(getter, [], { self: base, site });
      const own = base.props.get(key);
      if (own !== undefined) return own;
      if (base.spreads.length > 0) {
        const found = ofSpreads(m, base, key, site);
        if (found) return found;
      }
      return memberOfObject(m, base, key) ?? promiseMember(m, base, key) ?? (base.open || base.spreads.length > 0 ? derived(`.${key}`, [base]) : UNDEFINED);
    }
    case 'instance': {
      const own = base.props.get(key);
      if (own !== undefined) return own;
      const member = m.member(base.cls, key);
      if (member) return member.kind === 'get' ? m.call(member.fn, [], { self: base, site }) : member.fn;
      if (base.base) return getProperty(m, base.base, key, site);
      if (key === 'constructor') return base.cls;
      const unknownParent = parentOf(base.cls);
      if (unknownParent) return { t: 'sym', op: 'get', base: unknownParent, key };
      return promiseMember(m, base, key) ?? memberOfObject(m, base, key) ?? UNDEFINED;
    }
    case 'class': {
      const own = staticOf(base, key);
      if (own) return own;
      const getter = accessorOf(base, `static get ${key}`);
      if (getter) return m.call(getter, [], { self: base, site });
      if (key === 'name') return base.name === null ? hole('a name') : lit(base.name);
      if (key === 'prototype') return object([...base.members].map(([name, member]) => [name, member.fn] as const));
      const parent = parentOf(base);
      if (parent) return getProperty(m, parent, key, site);
      return memberOfFunction(m, base, key) ?? UNDEFINED;
    }
    case 'fn': {
      if (key === 'prototype' && !base.props.has(key)) m.heap.set(base.props, key, object());
      if (key === 'length') return lit(arityOf(base));
      return base.props.get(key) ?? memberOfFunction(m, base, key) ?? (key === 'name' && base.name !== null ? lit(base.name) : promiseMember(m, base, key) ?? UNDEFINED);
    }
    case 'native': return base.props.get(key) ?? memberOfFunction(m, base, key) ?? { t: 'sym', op: 'get', base, key };
    case 'namespace': return m.program.exported(base.module, key) ?? (key === 'default' && !base.module.facts.esm ? base.module.cjs : promiseMember(m, base, key) ?? UNDEFINED);
    case 'model': {
      const given = base.type.get?.(base, key, m, site) ?? base.props.get(key);
      if (given) return given;
      return promiseMember(m, base, key) ?? (base.type.call ? memberOfFunction(m, base, key) : undefined) ?? { t: 'sym', op: 'get', base, key };
    }
    case 'sym': {
      if (base.op === 'input') return memberOfInput(m, base, key);
      // A package's default export, namespace and `module.exports` have the same members by convention.
      if (base.op === 'import' && ['*', 'default', 'export='].includes(base.name)) {
        return m.program.environment.models.importValue(base.module, key, '') ?? (key === 'default' ? base : promiseMember(m, base, key) ?? { t: 'sym', op: 'import', module: base.module, name: key });
      }
      return promiseMember(m, base, key) ?? { t: 'sym', op: 'get', base, key };
    }
    case 'hole': return promiseMember(m, base, key) ?? { t: 'sym', op: 'get', base, key };
  }
}

/** A property of what a value may be. What is missing has no properties: the program would have thrown. */
function ofEach(m: Machine, base: UnionValue, key: string, site: Site | null): Value {
  if (base.ways) {
    const ways = base.ways.filter(way => nullish(way.value) !== true).map(way => ({ value: getProperty(m, way.value, key, site), path: way.path }));
    return ways.length === 0 ? UNDEFINED : joined(ways);
  }
  const present = base.of.filter(one => nullish(one) !== true);
  return present.length === 0 ? UNDEFINED : union(present.map(one => getProperty(m, one, key, site)));
}

function ofSpreads(m: Machine, base: ObjectValue, key: string, site: Site | null): Value | undefined {
  const found = base.spreads.map(spread => getProperty(m, spread, key, site)).filter(v => !(v.t === 'lit' && v.v === undefined));
  return found.length > 0 ? union(found) : undefined;
}

/** What texts have for HTML's sake; in a request these are names of fields. */
const NAMES_OF_FIELDS: ReadonlySet<string> = new Set(['anchor', 'big', 'blink', 'bold', 'constructor', 'fixed', 'fontcolor', 'fontsize', 'italics', 'link', 'small', 'strike', 'sub', 'sup']);

/** Texts of a request have the methods of texts; whatever else is read is a deeper part of it. */
function memberOfInput(m: Machine, base: Extract<Value, { op: 'input' }>, key: string): Value {
  return promiseMember(m, base, key) ?? (base.path.length > 0 && key in String.prototype && !NAMES_OF_FIELDS.has(key) ? memberOfText(m, base, key) : m.input(base.in, ...base.path, key));
}

/** Methods of numbers and truth values. */
function memberOfScalar(base: LitValue, key: string): Value {
  const term: Value = { t: 'sym', op: 'get', base, key };
  if (!['toString', 'toFixed', 'valueOf'].includes(key)) return term;
  return native(`Number.${key}`, (_m, call) => {
    const [by] = call.args;
    const n = by === undefined ? undefined : by.t === 'lit' ? Number(by.v) : Number.NaN;
    if (key === 'valueOf') return base;
    if (n !== undefined && !(n >= (key === 'toFixed' ? 0 : 2) && n <= 36)) return derived(key, [base, ...call.args]);
    return lit(typeof base.v === 'number' ? (key === 'toFixed' ? base.v.toFixed(n) : base.v.toString(n)) : String(base.v));
  });
}

function staticOf(cls: Value, key: string): Value | undefined {
  for (let c: Value | null = cls; c?.t === 'class'; c = c.parent) {
    const found = c.statics.get(key);
    if (found) return found;
  }
  return undefined;
}

/** The first ancestor of a class that is not of the workspace. */
export function parentOf(cls: Value): Value | null {
  let c: Value | null = cls;
  while (c?.t === 'class') c = c.parent;
  return c;
}

/** An accessor of a class or its parents, by `set x`, `static get x` or `static set x`. */
function accessorOf(cls: Value, name: string): FnValue | undefined {
  for (let c: Value | null = cls; c?.t === 'class'; c = c.parent) {
    const found = c.accessors?.get(name);
    if (found) return found;
  }
  return undefined;
}

/** `length` of a function: its parameters before the first with a default. */
function arityOf(fn: FnValue): number {
  const params = fn.module.facts.units[fn.unit]?.params ?? [];
  const end = params.findIndex(param => param.rest || param.pattern.k === 'default');
  return Math.max(0, (end < 0 ? params.length : end) - (fn.bound?.args.length ?? 0));
}

/** How far behind the end of a list an item may be set. */
const MAX_GAP = 100;

/** Writes a property. */
export function setProperty(m: Machine, base: Value, key: string, value: Value): void {
  if (!m.alive) return;
  switch (base.t) {
    case 'union': for (const one of base.of) if (nullish(one) !== true) setProperty(m, one, key, value); return;
    case 'object': case 'instance': {
      const setter = base.t === 'object' ? base.setters?.get(key) : base.props.has(key) ? undefined : accessorOf(base.cls, `set ${key}`);
      if (setter) m.call(setter, [value], { self: base });
      else m.heap.set(base.props, key, value);
      return;
    }
    case 'fn': case 'native': m.heap.set(base.props, key, value); return;
    case 'class': {
      const setter = accessorOf(base, `static set ${key}`);
      if (setter) m.call(setter, [value], { self: base });
      else m.heap.set(base.statics, key, value);
      return;
    }
    case 'model': if (base.type.set?.(base, key, value, m) !== true) m.heap.set(base.props, key, value); return;
    case 'list': {
      const index = Number(key);
      if (key === 'length') {
        const length = value.t === 'lit' ? Number(value.v) : Number.NaN;
        if (length >= 0 && length <= base.items.length) m.heap.assign(base.items, base.items.slice(0, length));
        else base.open = true;
      } else if (Number.isInteger(index) && index >= 0 && index <= base.items.length + MAX_GAP) {
        const items = [...base.items];
        while (items.length < index) items.push(UNDEFINED);
        items[index] = value;
        m.heap.assign(base.items, items);
      } else base.open = true;
      return;
    }
    default: return;
  }
}

/** `delete base.key`. */
export function removeProperty(m: Machine, base: Value, key: string): void {
  switch (base.t) {
    case 'union': for (const one of base.of) removeProperty(m, one, key); return;
    case 'object': case 'instance': {
      m.heap.remove(base.props, key);
      if (base.t === 'object' && base.spreads.length > 0) m.heap.set(base.props, key, UNDEFINED);
      return;
    }
    case 'model': base.type.remove?.(base, key, m); return;
    default: return;
  }
}

/** The elements of something iterable. `known` is false when there may be others. */
export function elementsOf(m: Machine, v: Value): { readonly items: readonly Value[]; readonly known: boolean } {
  switch (v.t) {
    case 'list': return { items: v.rest && v.items.length === 0 ? [v.rest] : v.items, known: !v.open };
    case 'lit': return typeof v.v === 'string' ? { items: [...v.v].map(c => lit(c)), known: true } : { items: [], known: true };
    case 'model': {
      const all = v.type.elements?.(v);
      if (all) return { items: all, known: true };
      const element = v.type.element?.(v);
      return element ? { items: [element], known: false } : { items: [derived('element', [v])], known: false };
    }
    case 'union': {
      const all = v.of.filter(one => nullish(one) !== true).map(one => elementsOf(m, one));
      return { items: all.flatMap(one => one.items), known: false };
    }
    default: return { items: [derived('element', [v])], known: false };
  }
}
