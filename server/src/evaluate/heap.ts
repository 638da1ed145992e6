import type { Path } from './path';
import { joined } from './path';
import type { Value } from './value';
import { union, UNDEFINED } from './value';

type Store = Map<string, Value>;
const ABSENT: unique symbol = Symbol('absent');
type Old = Value | typeof ABSENT;

/** Most branches write nothing: their records hold nothing either. */
interface Log { readonly serial: number; maps: Map<Store, Map<string, Old>> | null; arrays: Map<unknown[], Before> | null }

/** A store that was made in a branch carries the record's serial: a weak map over all stores costs more to collect than the run itself. */
type Born = Store & { [BORN]?: number };
const BORN: unique symbol = Symbol('born');
const NO_WRITES: Writes = { maps: [], arrays: [] };

/** What an array was: its length while it only grew, else a copy. */
type Before = { readonly length: number; readonly copy: readonly unknown[] | null };

/** What a branch wrote, taken back from the heap so that another branch can start from the same state. */
export interface Writes {
  readonly maps: readonly { readonly store: Store; readonly key: string; readonly now: Old }[];
  readonly arrays: readonly { readonly array: unknown[]; readonly before: readonly unknown[]; readonly now: readonly unknown[] }[];
}

/**
 * Records writes so that they can be undone. Branches whose condition is unknown run one after the other from the same state and their
 * writes are joined; a handler's run is undone at its end, so that no endpoint sees what another one did.
 */
export interface Heap {
  set(store: Store, key: string, value: Value): void;
  remove(store: Store, key: string): void;
  push<T>(array: T[], ...items: T[]): void;
  /** Replaces an array's content. */
  assign<T>(array: T[], items: readonly T[]): void;
  /** Says that a store was just made: what is written into it in this branch needs no undoing, because nobody else can see it. */
  fresh(store: Store): void;
  begin(): void;
  /** Grows with every record that is opened. */
  serial(): number;
  /** The serial at which the innermost open record was opened; 0 when there is none. */
  openedAt(): number;
  /** Ends the innermost record: takes its writes back and returns them. */
  undo(): Writes;
  /** What was written since a record was opened (by its serial), without taking it back. */
  peek(from: number): Writes;
  apply(writes: Writes): void;
  /** Applies the join of two branches' writes; the paths are where the branches ended. */
  join(a: Writes, b: Writes, atA: Path, atB: Path): void;
  /** Applies writes that may or may not have happened: every value is joined with what is there, lists only grow. */
  weaken(writes: Writes): void;
  /** Applies only what was appended to lists (registrations of a branch that ended early). */
  append(writes: Writes): void;
  /** Runs with no record open: what is written stays, whatever branch asked for it. For the loading of modules. */
  outside<T>(run: () => T): T;
}

/** A heap without any record open. */
export function createHeap(): Heap {
  let logs: Log[] = [];
  let serial = 0;
  const top = (): Log | undefined => logs[logs.length - 1];

  function note(store: Store, key: string): void {
    const log = top();
    if (!log || ((store as Born)[BORN] ?? -1) >= log.serial) return;
    const maps = log.maps ??= new Map<Store, Map<string, Old>>();
    let keys = maps.get(store);
    if (!keys) maps.set(store, keys = new Map());
    if (!keys.has(key)) keys.set(key, store.has(key) ? store.get(key) ?? UNDEFINED : ABSENT);
  }
  function noteArray(array: unknown[], grows = false): void {
    const log = top();
    if (!log) return;
    const arrays = log.arrays ??= new Map<unknown[], Before>();
    const known = arrays.get(array);
    if (!known) arrays.set(array, { length: array.length, copy: grows ? null : array.slice() });
    else if (!grows && known.copy === null) arrays.set(array, { length: known.length, copy: array.slice(0, known.length) });
  }
  const before = (array: readonly unknown[], known: Before): readonly unknown[] => known.copy ?? array.slice(0, known.length);
  function put(store: Store, key: string, value: Old): void {
    if (value === ABSENT) store.delete(key);
    else store.set(key, value);
  }
  function replace(array: unknown[], items: readonly unknown[]): void {
    array.length = 0;
    for (const item of items) array.push(item);
  }

  const heap: Heap = {
    set(store, key, value) { note(store, key); store.set(key, value); },
    remove(store, key) { note(store, key); store.delete(key); },
    push(array, ...items) { noteArray(array, true); for (const item of items) array.push(item); },
    assign(array, items) { noteArray(array); replace(array, items); },
    fresh(store) { if (logs.length > 0) (store as Born)[BORN] = serial; },
    begin() { logs.push({ serial: ++serial, maps: null, arrays: null }); },
    serial: () => serial,
    openedAt: () => top()?.serial ?? 0,
    undo() {
      const log = logs.pop();
      if (!log || (!log.maps && !log.arrays)) return NO_WRITES;
      const maps: { store: Store; key: string; now: Old }[] = [];
      const arrays: { array: unknown[]; before: readonly unknown[]; now: readonly unknown[] }[] = [];
      if (log.maps) for (const [store, keys] of log.maps) for (const [key, old] of keys) {
        maps.push({ store, key, now: store.has(key) ? store.get(key) ?? UNDEFINED : ABSENT });
        put(store, key, old);
      }
      if (log.arrays) for (const [array, known] of log.arrays) {
        arrays.push({ array, before: before(array, known), now: array.slice() });
        if (known.copy === null) array.length = known.length;
        else replace(array, known.copy);
      }
      return { maps, arrays };
    },
    peek(from) {
      const maps = new Map<Store, Set<string>>();
      const arrays = new Set<unknown[]>();
      for (const log of logs) {
        if (log.serial < from) continue;
        if (log.maps) for (const [store, keys] of log.maps) {
          const all = maps.get(store) ?? new Set<string>();
          for (const key of keys.keys()) all.add(key);
          maps.set(store, all);
        }
        if (log.arrays) for (const array of log.arrays.keys()) arrays.add(array);
      }
      return {
        maps: [...maps].flatMap(([store, keys]) => [...keys].map(key => ({ store, key, now: store.has(key) ? store.get(key) ?? UNDEFINED : ABSENT }))),
        arrays: [...arrays].map(array => ({ array, before: array.slice(), now: array.slice() })),
      };
    },
    apply(writes) {
      for (const { store, key, now } of writes.maps) { note(store, key); put(store, key, now); }
      for (const { array, now } of writes.arrays) { noteArray(array); replace(array, now); }
    },
    join(a, b, atA, atB) {
      if (a === NO_WRITES && b === NO_WRITES) return;
      const second = new Map<Store, Map<string, Old>>();
      for (const { store, key, now } of b.maps) {
        let keys = second.get(store);
        if (!keys) second.set(store, keys = new Map());
        keys.set(key, now);
      }
      const either = (x: Old, y: Old): Old => x === y && (x === ABSENT || x.t !== 'union') ? x
        : joined([{ value: x === ABSENT ? UNDEFINED : x, path: atA }, { value: y === ABSENT ? UNDEFINED : y, path: atB }]);
      for (const { store, key, now } of a.maps) {
        const other = second.get(store)?.get(key);
        second.get(store)?.delete(key);
        note(store, key);
        put(store, key, either(now, other ?? (store.has(key) ? store.get(key) ?? UNDEFINED : ABSENT)));
      }
      for (const [store, keys] of second) for (const [key, now] of keys) {
        note(store, key);
        put(store, key, either(store.has(key) ? store.get(key) ?? UNDEFINED : ABSENT, now));
      }
      // Arrays mostly grow (registrations, list.push): what both branches appended is kept, in order.
      for (const { array, before, now } of a.arrays) { noteArray(array); replace(array, now.length >= before.length ? now : before); }
      for (const { array, before, now } of b.arrays) {
        noteArray(array);
        if (now.length > before.length) array.push(...now.slice(before.length));
      }
    },
    weaken(writes) {
      for (const { store, key, now } of writes.maps) {
        if (now === ABSENT) continue;
        note(store, key);
        const old = store.get(key);
        store.set(key, old === undefined ? now : union([old, now]));
      }
      heap.append(writes);
    },
    append(writes) {
      for (const { array, before, now } of writes.arrays) {
        if (now.length <= before.length) continue;
        noteArray(array);
        array.push(...now.slice(before.length));
      }
    },
    outside(run) {
      const open = logs;
      logs = [];
      try { return run(); } finally { logs = open; }
    },
  };
  return heap;
}
