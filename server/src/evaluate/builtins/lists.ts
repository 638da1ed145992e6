import type { Site } from '../../model/facts';
import { forElement } from '../element';
import type { Machine } from '../machine';
import { concat, equal, textOf } from '../operators';
import { elementsOf } from '../properties';
import { nullish, truthOf } from '../truth';
import type { Call, ListValue, Value } from '../value';
import { alternatives, derived, FALSE, hole, lit, list, native, stringOf, TRUE, union, UNDEFINED } from '../value';
import { promiseMember } from './promises';

/** The most items of a list that are told apart. */
const MAX_ITEMS = 2000;

type Method = (self: ListValue, call: Call, m: Machine) => Value;

/** The items of a list, with the one that stands for unknown others. */
const itemsOf = (self: ListValue): readonly Value[] => self.open && self.rest ? [...self.items, self.rest] : self.items;
const like = (self: ListValue, items: readonly Value[]): ListValue => ({ ...list(items, self.site), open: self.open, rest: null });

/** A list with these items; an open one keeps its open end as `rest`. */
function mapped(self: ListValue, run: (item: Value, index: number) => Value): Value {
  const items = self.items.map(run);
  if (!self.open) return list(items, self.site);
  return { t: 'list', items, open: true, rest: run(self.rest ?? derived('element', [self]), self.items.length), site: self.site };
}

const each = (self: ListValue, call: Call, m: Machine): ((item: Value, index: number) => Value) => {
  const [fn] = call.args;
  const receiver = call.args[1] ?? UNDEFINED;
  return (item, index) => fn ? m.call(fn, [item, lit(index), self], { self: receiver, site: call.site }) : UNDEFINED;
};

/** Filters; an item whose test is unknown may be in the result, which then is open. */
function filtered(self: ListValue, call: Call, m: Machine): Value {
  const run = each(self, call, m);
  const kept: Value[] = [];
  let sure = !self.open;
  for (const [index, item] of itemsOf(self).entries()) {
    const truth = truthOf(run(item, index));
    if (truth === false) continue;
    kept.push(item);
    if (truth === undefined) sure = false;
  }
  if (sure) return list(kept, self.site);
  return self.open && self.partial !== true ? { t: 'list', items: kept, open: true, rest: kept.length > 0 ? union(kept) : self.rest, site: self.site }
    : { t: 'list', items: kept, open: true, rest: null, site: self.site, partial: true };
}

function found(self: ListValue, call: Call, m: Machine): Value {
  const run = each(self, call, m);
  const maybe: Value[] = [];
  for (const [index, item] of itemsOf(self).entries()) {
    const truth = truthOf(run(item, index));
    if (truth === false) continue;
    maybe.push(item);
    if (truth === true && index < self.items.length) return union(maybe);
  }
  return maybe.length === 0 && !self.open ? UNDEFINED : union([...maybe, UNDEFINED]);
}

/** The index of the first item that passes, or -1; unknown where a test before it is. */
function foundAt(self: ListValue, call: Call, m: Machine, last: boolean): Value {
  const run = each(self, call, m);
  if (self.open) { found(self, call, m); return derived('findIndex', [self]); }
  const indexes = [...self.items.keys()];
  for (const index of last ? indexes.reverse() : indexes) {
    const truth = truthOf(run(self.items[index] ?? UNDEFINED, index));
    if (truth === undefined) return derived('findIndex', [self]);
    if (truth) return lit(index);
  }
  return lit(-1);
}

/** The most items that are put in order. */
const MAX_SORTED = 60;

/** The items in order; as they are where the order is not known. */
function sorted(self: ListValue, call: Call, m: Machine): readonly Value[] {
  const [by] = call.args;
  const items = [...self.items];
  if (self.open || items.length > MAX_SORTED || !m.alive) return items;
  let known = true;
  const compare = (a: Value, b: Value): number => {
    if (!known) return 0;
    if (by && nullish(by) !== true) {
      const answer = m.call(by, [a, b], { site: call.site });
      const order = answer.t === 'lit' ? Number(answer.v) : Number.NaN;
      known &&= !Number.isNaN(order);
      return known ? order : 0;
    }
    const [x, y] = [textOf(a), textOf(b)];
    known &&= x !== undefined && y !== undefined;
    return !known || x === y ? 0 : String(x) < String(y) ? -1 : 1;
  };
  const out = [...items].sort(compare);
  return known ? out : items;
}

/** How deep lists are flattened: they can hold themselves. */
const MAX_FLAT = 8;

function flattened(self: ListValue, deep: number): ListValue {
  const depth = Math.min(deep, MAX_FLAT);
  const items: Value[] = [];
  const others: Value[] = [];
  let open = self.open;
  const isList = (one: Value): one is ListValue => one.t === 'list' && depth > 0;
  /** What stands for items of unknown number: of lists their items, and those that stand for unknown ones. */
  const unsure = (one: Value): void => {
    for (const way of alternatives(one)) {
      if (!isList(way)) { others.push(way); continue; }
      const inner = flattened(way, depth - 1);
      others.push(...inner.items.slice(0, MAX_ITEMS), ...inner.rest ? [inner.rest] : []);
    }
  };
  for (const item of self.items) {
    if (isList(item)) {
      const inner = flattened(item, depth - 1);
      for (const one of inner.items) if (items.length < MAX_ITEMS) items.push(one); else open = true;
      if (inner.rest) others.push(inner.rest);
      open ||= inner.open;
    } else if (item.t === 'union' && item.of.some(isList)) {
      unsure(item);
      open = true;
    } else items.push(item);
  }
  if (self.rest) unsure(self.rest);
  return { t: 'list', items, open, rest: others.length > 0 ? union(others) : null, site: self.site };
}

function appended(self: ListValue, call: Call, m: Machine, front: boolean): Value {
  if (self.items.length + call.args.length > MAX_ITEMS) { self.open = true; return derived('length', [self]); }
  if (front) m.heap.assign(self.items, [...call.args, ...self.items]);
  else m.heap.push(self.items, ...call.args);
  return lit(self.items.length);
}

function reduced(self: ListValue, call: Call, m: Machine): Value {
  const [fn, start] = call.args;
  const items = [...itemsOf(self)];
  let sum = call.args.length > 1 ? start ?? UNDEFINED : items.shift() ?? UNDEFINED;
  if (!fn) return hole('reduce', call.site);
  for (const [index, item] of items.entries()) sum = m.call(fn, [sum, item, lit(index), self], { site: call.site });
  return sum;
}

/** Whether a list has no items beside the listed ones. */
const closed = (self: ListValue): boolean => !self.open || self.partial === true;

const some = (self: ListValue, call: Call, m: Machine): Value => {
  const run = each(self, call, m);
  const answers = itemsOf(self).map(run);
  const truths = answers.map(truthOf);
  if (!self.open && truths.includes(true)) return TRUE;
  if (closed(self) && truths.every(truth => truth === false)) return FALSE;
  return derived('some', [self, ...answers]);
};

const every = (self: ListValue, call: Call, m: Machine): Value => {
  const answers = itemsOf(self).map(each(self, call, m));
  if (!self.open) {
    const truths = answers.map(truthOf);
    if (truths.includes(false)) return FALSE;
    if (truths.every(truth => truth === true)) return TRUE;
  }
  return derived('every', [self, ...answers]);
};

const includes = (self: ListValue, call: Call): Value => {
  const wanted = call.args[0] ?? UNDEFINED;
  const nan = (v: Value): boolean => v.t === 'lit' && Number.isNaN(v.v);
  const truths = self.items.map(item => nan(item) && nan(wanted) ? true : equal(item, wanted));
  if (truths.includes(true) && !self.open) return TRUE;
  return closed(self) && truths.every(truth => truth === false) ? FALSE : derived('includes', [self, wanted]);
};

const number = (v: Value | undefined): number | undefined => v?.t === 'lit' && typeof v.v === 'number' ? v.v : undefined;

const methods: Readonly<Record<string, Method>> = {
  map: (self, call, m) => mapped(self, each(self, call, m)),
  flatMap: (self, call, m) => { const out = mapped(self, each(self, call, m)); return out.t === 'list' ? flattened(out, 1) : out; },
  forEach: (self, call, m) => {
    const run = each(self, call, m);
    self.items.forEach(run);
    const rest = self.rest ?? derived('element', [self]);
    if (self.open) forElement(m, rest, () => run(rest, self.items.length));
    return UNDEFINED;
  },
  filter: filtered, find: found,
  findLast: (self, call, m) => self.open ? found(self, call, m) : found(list([...self.items].reverse()), call, m),
  findIndex: (self, call, m) => foundAt(self, call, m, false), findLastIndex: (self, call, m) => foundAt(self, call, m, true),
  some, every, includes, reduce: reduced,
  reduceRight: (self, call, m) => reduced(like(self, [...self.items].reverse()), call, m),
  push: (self, call, m) => appended(self, call, m, false), unshift: (self, call, m) => appended(self, call, m, true),
  pop: (self, _call, m) => { const last = self.items[self.items.length - 1] ?? UNDEFINED; m.heap.assign(self.items, self.items.slice(0, -1)); return last; },
  shift: (self, _call, m) => { const first = self.items[0] ?? UNDEFINED; m.heap.assign(self.items, self.items.slice(1)); return first; },
  slice: (self, call) => self.open ? self : list(self.items.slice(number(call.args[0]), number(call.args[1])), self.site),
  splice: (self, call, m) => {
    const from = number(call.args[0]);
    if (from === undefined) { self.open = true; return list([]); }
    const items = [...self.items];
    const removed = items.splice(from, number(call.args[1]) ?? items.length, ...call.args.slice(2));
    m.heap.assign(self.items, items);
    return list(removed);
  },
  reverse: (self, _call, m) => { m.heap.assign(self.items, [...self.items].reverse()); return self; },
  toReversed: (self: ListValue): Value => like(self, [...self.items].reverse()), sort: (self, call, m) => { m.heap.assign(self.items, sorted(self, call, m)); return self; },
  toSorted: (self, call, m) => like(self, sorted(self, call, m)),
  with: (self, call) => { const at = number(call.args[0]); return at === undefined || self.open ? self : list(self.items.map((item, index) => index === (at < 0 ? at + self.items.length : at) ? call.args[1] ?? UNDEFINED : item), self.site); },
  lastIndexOf: (self, call) => { const at = self.items.findLastIndex(item => equal(item, call.args[0] ?? UNDEFINED) !== false); const sure = at < 0 || equal(self.items[at] ?? UNDEFINED, call.args[0] ?? UNDEFINED) === true; return sure && !self.open ? lit(at) : derived('lastIndexOf', [self]); },
  flat: (self, call) => flattened(self, number(call.args[0]) ?? 1),
  join: (self, call) => {
    const by = call.args.length === 0 ? ',' : stringOf(call.args[0]);
    if (by === undefined || self.open) return derived('join', [self, ...call.args]);
    if (self.items.length === 1 && self.items[0]?.t === 'lit' && nullish(self.items[0]) !== true) return lit(String(self.items[0].v));
    const shown = self.items.map(item => nullish(item) === true ? lit('') : item);
    return concat(shown.flatMap((item, index) => index === 0 ? [item] : [by, item]));
  },
  indexOf: (self, call) => { const at = self.items.findIndex(item => equal(item, call.args[0] ?? UNDEFINED) === true); return at >= 0 ? lit(at) : includes(self, call) === FALSE ? lit(-1) : derived('indexOf', [self]); },
  entries: self => mapped(self, (item, index) => list([lit(index), item])),
  keys: self => mapped(self, (_item, index) => lit(index)), values: (self: ListValue): Value => self,
  at: (self, call) => { const at = number(call.args[0]); return at === undefined || self.open ? union(itemsOf(self)) : self.items.at(at) ?? UNDEFINED; },
  fill: (self, call, m) => { const [from = 0, to = self.items.length] = [number(call.args[1]), number(call.args[2])]; m.heap.assign(self.items, self.items.map((item, index) => index >= from && index < to ? call.args[0] ?? UNDEFINED : item)); return self; },
  toString: (self: ListValue): Value => { const text = textOf(self); return text === undefined ? derived('toString', [self]) : lit(text); },
};

/** A property of a list: its length, an item, or a method. */
export function memberOfList(m: Machine, base: ListValue, key: string, site: Site | null): Value {
  if (key === 'length') return base.open ? derived('length', [base]) : lit(base.items.length);
  if (/^\d+$/.test(key)) return base.items[Number(key)] ?? (base.open ? base.rest ?? hole('an item of a list', site, [base]) : UNDEFINED);
  if (key === 'concat') return native('Array.concat', (machine, call) => {
    const self = call.self.t === 'list' ? call.self : base;
    const out: ListValue = { t: 'list', items: [...self.items], open: self.open, rest: self.rest, site: self.site };
    for (const arg of call.args) {
      if (arg.t !== 'list' && arg.t !== 'union' && arg.t !== 'hole' && arg.t !== 'sym') { out.items.push(arg); continue; }
      const elements = elementsOf(machine, arg);
      out.items.push(...elements.items);
      if (!elements.known) out.open = true;
    }
    return out;
  });
  const method = Object.hasOwn(methods, key) ? methods[key] : undefined;
  if (method) return native(`Array.${key}`, (machine, call) => method(call.self.t === 'list' ? call.self : base, call, machine));
  return promiseMember(m, base, key) ?? UNDEFINED;
}

