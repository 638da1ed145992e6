import { elementsOf, keyOf } from '../properties';
import type { Machine } from '../machine';
import { equal } from '../operators';
import type { ListValue, ModelType, ModelValue, Value } from '../value';
import { derived, lit, list, model, native, same, UNDEFINED, union } from '../value';

interface Entries { readonly keys: Value[]; readonly values: Value[]; open: boolean }

/** `Map`, `WeakMap`, `Set`, `WeakSet`: parallel lists of keys and values on the heap. */
const entries = (self: ModelValue<Entries>): Entries => self.state;

function at(self: ModelValue<Entries>, key: Value): number {
  return entries(self).keys.findIndex(one => same(one, key) || (one.t === 'lit' && key.t === 'lit' && Number.isNaN(one.v) && Number.isNaN(key.v)));
}

/** The most entries that are told apart. */
const MAX_ENTRIES = 400;

function put(self: ModelValue<Entries>, key: Value, value: Value, m: Machine): void {
  const index = at(self, key);
  if (index < 0 && entries(self).keys.length >= MAX_ENTRIES) { entries(self).open = true; return; }
  if (index < 0) { m.heap.push(entries(self).keys, key); m.heap.push(entries(self).values, value); return; }
  m.heap.assign(entries(self).values, entries(self).values.map((one, i) => i === index ? value : one));
}

const listing = (self: ModelValue<Entries>, pick: (key: Value, value: Value) => Value): ListValue => {
  const { keys, values, open } = entries(self);
  return { ...list(keys.map((key, i) => pick(key, values[i] ?? UNDEFINED))), open };
};

function collection(name: string, set: boolean): ModelType<Entries> {
  const type: ModelType<Entries> = {
    name,
    elements: self => entries(self).open ? undefined : listing(self, (key, value) => set ? key : list([key, value])).items,
    get: (self, key) => {
      switch (key) {
        case 'size': return entries(self).open ? derived('size', [self]) : lit(entries(self).keys.length);
        case 'get': return native('Map.get', (_m, call) => {
          const [wanted = UNDEFINED] = call.args;
          const index = at(self, wanted);
          if (index >= 0) return entries(self).values[index] ?? UNDEFINED;
          return keyOf(wanted) !== undefined && !entries(self).open ? UNDEFINED : entries(self).values.length > 0 ? union([...entries(self).values, UNDEFINED]) : derived('get', [self, wanted]);
        });
        case 'has': return native('Map.has', (_m, call) => {
          const [wanted = UNDEFINED] = call.args;
          if (at(self, wanted) >= 0) return lit(true);
          // A text of which a part is not known is none of those that it cannot be.
          const none = keyOf(wanted) !== undefined || entries(self).keys.every(one => equal(one, wanted) === false);
          return none && !entries(self).open ? lit(false) : derived('has', [self, wanted]);
        });
        case 'set': return native('Map.set', (m, call) => { put(self, call.args[0] ?? UNDEFINED, call.args[1] ?? UNDEFINED, m); return self; });
        case 'add': return native('Set.add', (m, call) => { put(self, call.args[0] ?? UNDEFINED, call.args[0] ?? UNDEFINED, m); return self; });
        case 'clear': return native('Map.clear', m => { m.heap.assign(entries(self).keys, []); m.heap.assign(entries(self).values, []); return UNDEFINED; });
        case 'delete': return native('Map.delete', (m, call) => {
          const [wanted = UNDEFINED] = call.args;
          const index = at(self, wanted);
          if (index < 0 && (keyOf(wanted) === undefined || entries(self).open)) { entries(self).open = true; return derived(key, [self]); }
          if (index < 0) return lit(false);
          m.heap.assign(entries(self).keys, entries(self).keys.filter((_, i) => i !== index));
          m.heap.assign(entries(self).values, entries(self).values.filter((_, i) => i !== index));
          return lit(true);
        });
        case 'keys': return native('Map.keys', () => listing(self, one => one));
        case 'values': return native('Map.values', () => listing(self, (one, value) => set ? one : value));
        case 'entries': return native('Map.entries', () => listing(self, (one, value) => list([one, value])));
        case 'forEach': return native('Map.forEach', (m, call) => {
          const [fn] = call.args;
          if (fn) entries(self).keys.forEach((one, i) => m.call(fn, [entries(self).values[i] ?? UNDEFINED, one, self], { site: call.site }));
          return UNDEFINED;
        });
        default: return undefined;
      }
    },
  };
  return type;
}

/** What `Map`, `Set` and their weak kin are. */
export function collectionGlobal(name: 'Map' | 'Set'): Value {
  const type = collection(name, name === 'Set');
  return native(name, (m, call) => {
    const self = model<Entries>(type, { keys: [], values: [], open: false }, call.site);
    const [from] = call.args;
    if (from && !(from.t === 'lit')) {
      const elements = elementsOf(m, from);
      self.state.open = !elements.known;
      for (const element of elements.items) {
        if (name === 'Set') put(self as ModelValue<Entries>, element, element, m);
        else {
          const [key = UNDEFINED, value = UNDEFINED] = elementsOf(m, element).items;
          put(self as ModelValue<Entries>, key, value, m);
        }
      }
    }
    return self as ModelValue;
  });
}
