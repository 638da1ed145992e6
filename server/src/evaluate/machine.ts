import type { Expr, Site } from '../model/facts';
import type { Heap, Writes } from './heap';
import { createHeap } from './heap';
import type { Condition, Path } from './path';
import { given, joined, joinPaths } from './path';
import type { Program } from './program';
import type { ClassMember, ClassValue, Env, FnValue, InputSource, InputValue, ListValue, Value } from './value';
import { hole, UNDEFINED } from './value';
import { callValue, construct } from './calls';
import { getProperty, setProperty } from './properties';
import { truthOf } from './truth';

/** What a run did that somebody outside may want to know, in order, with the conditions it happened under. */
export interface TraceEvent {
  readonly kind: 'respond' | 'next' | 'throw' | 'query' | 'verify' | 'outbound' | 'read';
  /** The body of a response, the error given to `next`, the thrown value, the queried record. */
  readonly value: Value;
  /** The status of a response, where the run set one. */
  readonly status: Value | null;
  readonly path: Path;
  readonly site: Site | null;
  /** What produced it (`res.json`), or further details of the library's own. */
  readonly via: string;
  readonly detail?: unknown;
}

export interface Thrown { readonly value: Value; readonly path: Path; readonly site: Site | null }

export interface Frame {
  readonly fn: FnValue | null;
  /** Where it was called. */
  readonly callSite: Site | null;
  readonly returns: { readonly value: Value; readonly path: Path }[];
  readonly loops: { readonly label: string | null; readonly loop: boolean; readonly breaks: Path[]; readonly continues: Path[] }[];
  /** Labels waiting for their loop. */
  pendingLabel: string | null;
  /** What branches wrote that returned early: it may have happened when the function ends. */
  readonly early: Writes[];
  /** What a generator yields, in order. */
  readonly yields: ListValue | null;
}

export interface CallOptions {
  readonly self?: Value;
  readonly site?: Site | null;
  readonly argSites?: readonly (Site | null)[];
  readonly isNew?: boolean;
}

/**
 * One abstract run over a program: a path, a heap record, fuel. The machine is handed to library models; it is the only way in which
 * they act on the run.
 */
export interface Machine {
  readonly program: Program;
  readonly heap: Heap;
  /** The conditions of the current point. */
  path: Path;
  /** False after a throw, return or endless loop, until a join with another way. */
  alive: boolean;
  /** How many branches with unknown outcome are open around the current point; what is registered inside is conditional. */
  nesting: number;
  events: TraceEvent[];
  thrown: Thrown[];
  /** Steps left (one per statement and call). */
  fuel: number;
  /** Where states at `next` are kept while a step runs: what it writes after that does not reach the steps that follow. */
  onward: { readonly from: number; readonly states: Writes[] } | null;
  /** Whether some call ran out of its share: what was seen is not all that happens. */
  starved: boolean;
  readonly frames: Frame[];
  /** `file#unit` of every code unit that ran. */
  units: Set<string>;
  /** Grows with every call whose effect is not known: it may have thrown. */
  unknown: number;
  /** How many of these calls were in no `try` that catches: what they throw ends what runs. */
  uncaught: number;
  /** How many `try` blocks that catch are open. */
  trying: number;
  /** The parts of the request that were read, by `source.path`. */
  reads: Map<string, InputValue>;

  call(callee: Value, args: readonly Value[], options?: CallOptions): Value;
  construct(callee: Value, args: readonly Value[], site?: Site | null): Value;
  get(base: Value, key: string, site?: Site | null): Value;
  set(base: Value, key: string, value: Value): void;
  /** True, false, or undefined where nothing is known. */
  truth(value: Value): boolean | undefined;
  emit(event: Omit<TraceEvent, 'path'>): void;
  throw(value: Value, site: Site | null): void;
  /** A part of the request; what is read is remembered. */
  input(source: InputSource, ...path: string[]): Value;
  /** From here on the condition holds. */
  assume(condition: Condition): void;
  /** Runs alternatives from one state and joins what they did; gives the union of their values. */
  fork(branches: readonly { readonly conditions?: readonly Condition[]; readonly run: () => Value }[], counts?: boolean): Value;
  /** Runs something that may or may not happen (a callback of an unknown function). */
  maybe(run: () => Value): Value;
  /** Runs and takes back everything it wrote; gives what `read` makes of the state before it is taken back. */
  isolated<T>(run: () => T): T;
  /** The value of an expression in a scope. */
  evaluate(e: Expr, env: Env): Value;
  member(cls: ClassValue, name: string): ClassMember | undefined;
}

/** The fuel of one endpoint, one module, or one uncalled function. */
export const FUEL = { endpoint: 30_000, module: 400_000 } as const;
/** The deepest chain of calls. */
export const MAX_DEPTH = 48;

/** A machine over a program. `evaluate` is given by the caller to keep the expression evaluator free of a cycle at load time. */
export function createMachine(program: Program, evaluate: (m: Machine, e: Expr, env: Env) => Value): Machine {
  const heap = createHeap();
  const m: Machine = {
    program, heap, path: null, alive: true, nesting: 0, events: [], thrown: [], fuel: FUEL.module, starved: false, onward: null, frames: [], units: new Set(), unknown: 0, uncaught: 0, trying: 0, reads: new Map(),
    call: (callee, args, options = {}) => callValue(m, callee, args, options),
    construct: (callee, args, site = null) => construct(m, callee, args, site),
    get: (base, key, site = null) => getProperty(m, base, key, site),
    set: (base, key, value) => { setProperty(m, base, key, value); },
    truth: truthOf,
    emit(event) {
      if (!m.alive) return;
      m.events.push({ ...event, path: m.path });
      if (event.kind === 'next' && m.onward) m.onward.states.push(heap.peek(m.onward.from));
    },
    throw(value, site) {
      if (!m.alive) return;
      m.thrown.push({ value, path: m.path, site });
      m.alive = false;
    },
    input(source, ...path) {
      const key = `${source}.${path.join('.')}`;
      const known = m.reads.get(key);
      if (known) return known;
      const made: InputValue = { t: 'sym', op: 'input', in: source, path };
      m.reads.set(key, made);
      return made;
    },
    assume(condition) { if (m.alive) m.path = given(m.path, condition); },
    fork(branches, counts = true) {
      if (!m.alive) return UNDEFINED;
      const start = m.path;
      const done = branches.map(({ conditions = [], run }) => {
        heap.begin();
        const base = conditions.reduce<Path>(given, start);
        m.path = base;
        m.alive = true;
        if (counts) m.nesting++;
        const frame = m.frames[m.frames.length - 1];
        const returns = frame?.returns.length ?? 0;
        const seen = m.events.length;
        const value = run();
        if (counts) m.nesting--;
        return { value, writes: heap.undo(), alive: m.alive, path: m.path, bare: m.path === base, frame: frame && frame.returns.length > returns && !answered(m.events, seen) ? frame : null };
      });
      const alive = done.filter(branch => branch.alive);
      m.alive = alive.length > 0;
      // When every way goes on with nothing but the test itself, the test says nothing about what follows.
      m.path = alive.length === 0 || (alive.length > 1 && alive.length === done.length && alive.every(branch => branch.bare)) ? start : alive.map(branch => branch.path).reduce(joinPaths);
      const [first, second, ...others] = alive;
      if (first && !second) heap.apply(first.writes);
      else if (first && second) {
        heap.join(first.writes, second.writes, first.path, second.path);
        for (const other of others) heap.weaken(other.writes);
      }
      for (const branch of done) if (!branch.alive) {
        heap.append(branch.writes);
        if (branch.frame && branch.writes.maps.length > 0) branch.frame.early.push({ maps: branch.writes.maps, arrays: [] });
      }
      return alive.length === 0 ? UNDEFINED : joined(alive);
    },
    maybe(run) {
      let value: Value = UNDEFINED;
      m.fork([{ run: () => { value = run(); return UNDEFINED; } }, { run: () => UNDEFINED }], false);
      return value;
    },
    isolated(run) {
      const { path, alive, nesting, events, thrown, units, fuel, reads, starved } = m;
      heap.begin();
      m.events = []; m.thrown = []; m.path = null; m.alive = true; m.nesting = 0; m.reads = new Map(); m.starved = false;
      try {
        return run();
      } finally {
        heap.undo();
        Object.assign(m, { path, alive, nesting, events, thrown, units, fuel, reads, starved });
      }
    },
    evaluate: (e, env) => evaluate(m, e, env),
    member(cls, name) {
      for (let c: Value | null = cls; c?.t === 'class'; c = c.parent) {
        const found = c.members.get(name);
        if (found) return found;
      }
      return undefined;
    },
  };
  return m;
}

/** Whether a way ended with an answer: what it wrote no longer matters to what goes on. */
function answered(events: readonly TraceEvent[], from: number): boolean {
  let respond = false;
  for (let i = from; i < events.length; i++) {
    if (events[i]?.kind === 'next') return false;
    if (events[i]?.kind === 'respond') respond = true;
  }
  return respond;
}

/** Takes one step of fuel; false when there is none left. */
export function step(m: Machine): boolean {
  if (m.fuel <= 0) { m.starved = true; return false; }
  m.fuel--;
  return true;
}

/** The hole of a run that ended for want of fuel. */
export function outOfFuel(site: Site | null): Value {
  return hole('budget', site);
}
