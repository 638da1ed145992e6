import type { ClassFact, Literal, Site } from '../model/facts';
import type { Machine } from './machine';
import type { Path } from './path';
import type { ModuleInstance } from './program';

/** Where a name is looked up: a chain of variable maps ending at the module. */
export interface Env {
  readonly vars: Map<string, Value>;
  readonly parent: Env | null;
  readonly module: ModuleInstance;
  /** True for the scope of a function or module, where `var` and `this` live. */
  readonly fn: boolean;
  /** The code unit whose statements run in this scope. */
  readonly unit: string;
  /** The heap's serial when it was made. */
  readonly born: number;
}

/** An expression that came from the environment or a configuration default; carried so that the inventory can list it. */
export interface Assumption { readonly name: string; readonly value: string; readonly at: Site | null }

export interface LitValue { readonly t: 'lit'; readonly v: Literal | undefined; readonly assumed?: Assumption }
/** A string of which parts are unknown. */
export interface TextValue { readonly t: 'text'; readonly parts: readonly (string | Value)[]; readonly assumed?: Assumption }
export interface RegexValue { readonly t: 'regex'; readonly source: string; readonly flags: string }
/** `open`: there may be more items than listed, each like `rest`. `partial`: some of the items may be missing, but there are no others. */
export interface ListValue { readonly t: 'list'; readonly items: Value[]; open: boolean; readonly rest: Value | null; readonly site: Site | null; readonly partial?: true }
/** `spreads`: values whose unknown properties were spread into this object; `open`: further unknown properties are possible. */
export interface ObjectValue {
  readonly t: 'object'; readonly props: Map<string, Value>; readonly getters: Map<string, FnValue> | null; readonly setters?: Map<string, FnValue>;
  readonly spreads: Value[]; open: boolean; readonly site: Site | null;
}
export interface FnValue {
  readonly t: 'fn'; readonly module: ModuleInstance; readonly unit: string; readonly env: Env; readonly name: string | null;
  /** `this` of arrows comes through `env`; of methods from the call; `bound` wins. */
  readonly bound: { readonly self: Value; readonly args: readonly Value[] } | null;
  readonly home: ClassValue | null; readonly site: Site; readonly props: Map<string, Value>;
}
export interface ClassValue {
  readonly t: 'class'; readonly module: ModuleInstance; readonly fact: ClassFact; readonly env: Env; readonly unit: string;
  readonly parent: Value | null; readonly statics: Map<string, Value>; readonly site: Site;
  readonly members: Map<string, ClassMember>; readonly name: string | null;
  /** `set x`, `static get x` and `static set x`, by these words. */
  readonly accessors?: Map<string, FnValue>;
}
export interface ClassMember { readonly kind: 'method' | 'get'; readonly fn: FnValue }
/** `base` answers for members that neither the instance nor its classes have (an instance of a library class). */
export interface InstanceValue { readonly t: 'instance'; readonly cls: ClassValue; readonly props: Map<string, Value>; readonly base: Value | null; readonly site: Site | null }
export interface NativeValue {
  readonly t: 'native'; readonly name: string;
  readonly call: (m: Machine, call: Call) => Value;
  readonly props: Map<string, Value>;
  /** Of a constructor: whether a value is its instance; undefined where nothing is known. */
  readonly instance?: (v: Value) => boolean | undefined;
}
/** The namespace of a workspace module. */
export interface NamespaceValue { readonly t: 'namespace'; readonly module: ModuleInstance }
/** A value given by a library model: a router, a response, an entity. */
export interface ModelValue<S = unknown> { readonly t: 'model'; readonly type: ModelType<S>; readonly state: S; readonly props: Map<string, Value>; readonly site: Site | null }
/** A term about something outside of the workspace: its identity is known, its value is not. */
export type SymValue =
  | { readonly t: 'sym'; readonly op: 'import'; readonly module: string; readonly name: string }
  | { readonly t: 'sym'; readonly op: 'global'; readonly name: string }
  | { readonly t: 'sym'; readonly op: 'env'; readonly name: string }
  | { readonly t: 'sym'; readonly op: 'get'; readonly base: Value; readonly key: string }
  | { readonly t: 'sym'; readonly op: 'call' | 'new'; readonly base: Value; readonly args: readonly Value[]; readonly site: Site | null }
  | InputValue
  | { readonly t: 'sym'; readonly op: 'derived'; readonly name: string; readonly from: readonly Value[] };
/** A part of the request: `in` says which, `path` the names below it. */
export interface InputValue { readonly t: 'sym'; readonly op: 'input'; readonly in: InputSource; readonly path: readonly string[] }
export type InputSource = 'path' | 'query' | 'body' | 'header' | 'cookie' | 'principal' | 'session' | 'request' | 'file' | 'url';
/** A value and the conditions under which it is the one. */
export interface Way { readonly value: Value; readonly path: Path }
/** `ways`: under which conditions each alternative is the one, in the order of `of`, where that is known. */
export interface UnionValue { readonly t: 'union'; readonly of: readonly Value[]; readonly ways?: readonly Way[] }
/** What could not be followed, why, and what it depended on. Never an error: it flows. */
export interface HoleValue { readonly t: 'hole'; readonly why: string; readonly site: Site | null; readonly from: readonly Value[] }

export type Value =
  | LitValue | TextValue | RegexValue | ListValue | ObjectValue | FnValue | ClassValue | InstanceValue | NativeValue
  | NamespaceValue | ModelValue | SymValue | UnionValue | HoleValue;

/** What a model's call sees. `argSites[i]` is where argument i is written. */
export interface Call {
  readonly args: readonly Value[];
  readonly argSites: readonly (Site | null)[];
  readonly self: Value;
  readonly site: Site | null;
  readonly isNew: boolean;
}

/** The behaviour of a library's values. Every function may answer `undefined`: then the term stays symbolic. */
export interface ModelType<S = unknown> {
  readonly name: string;
  get?(self: ModelValue<S>, key: string, m: Machine, site: Site | null): Value | undefined;
  set?(self: ModelValue<S>, key: string, value: Value, m: Machine): boolean;
  call?(self: ModelValue<S>, m: Machine, call: Call): Value | undefined;
  /** What `await value` gives and does, where that is more than the value itself (a framework's application loads what waits in it). */
  awaited?(self: ModelValue<S>, m: Machine, site: Site | null): Value | undefined;
  /** What `value[key]` is as a callee when the key is not known (`app[method]`). */
  index?(self: ModelValue<S>, key: Value, m: Machine, site: Site | null): Value | undefined;
  /** The keys it has, for spreading and rest patterns. */
  keys?(self: ModelValue<S>): readonly string[];
  /** A copy without the keys (rest pattern, `omit`); without this, the rest is a derived term. */
  without?(self: ModelValue<S>, keys: readonly string[]): Value;
  /** All elements of a model of a collection (`for … of`), where they are known. */
  elements?(self: ModelValue<S>): readonly Value[] | undefined;
  /** The element of a list-like model (`for … of`, `map`). */
  element?(self: ModelValue<S>): Value | undefined;
  /** Removes a key (`delete x.key`); false when nothing is removed at run time. */
  remove?(self: ModelValue<S>, key: string, m: Machine): boolean;
  /** Whether it is surely truthy (an object that exists); default yes. */
  readonly maybeMissing?: boolean;
  /** What a truth test on it depends on (a principal depends on credentials). */
  mentions?(self: ModelValue<S>): readonly Value[];
}

export const UNDEFINED: LitValue = { t: 'lit', v: undefined };
export const NULL: LitValue = { t: 'lit', v: null };
export const TRUE: LitValue = { t: 'lit', v: true };
export const FALSE: LitValue = { t: 'lit', v: false };

/** A literal value. */
export function lit(v: Literal | undefined): LitValue {
  return v === undefined ? UNDEFINED : v === null ? NULL : v === true ? TRUE : v === false ? FALSE : { t: 'lit', v };
}

/** A hole with its reason; `from` are the values that it depends on. */
export function hole(why: string, site: Site | null = null, from: readonly Value[] = []): HoleValue {
  return { t: 'hole', why, site, from };
}

/** A term computed from others by an operation that is not followed. */
export function derived(name: string, from: readonly Value[]): SymValue {
  return { t: 'sym', op: 'derived', name, from };
}

/** A part of the request. */
export function input(source: InputSource, ...path: string[]): SymValue {
  return { t: 'sym', op: 'input', in: source, path };
}

/** An object with known properties. */
export function object(entries: Iterable<readonly [string, Value]> = [], site: Site | null = null): ObjectValue {
  return { t: 'object', props: new Map(entries), getters: null, spreads: [], open: false, site };
}

/** A list with known items. */
export function list(items: readonly Value[], site: Site | null = null): ListValue {
  return { t: 'list', items: [...items], open: false, rest: null, site };
}

/** A list of unknown length whose elements are like `element`. */
export function listOf(element: Value, site: Site | null = null): ListValue {
  return { t: 'list', items: [], open: true, rest: element, site };
}

/** A function of the runtime or a library. */
export function native(name: string, call: NativeValue['call'], props: Iterable<readonly [string, Value]> = []): NativeValue {
  return { t: 'native', name, call, props: new Map(props) };
}

/** A value of a library model. */
export function model<S>(type: ModelType<S>, state: S, site: Site | null = null): ModelValue<S> {
  return { t: 'model', type, state, props: new Map(), site };
}

/** The most alternatives a value keeps; beyond it is a hole. Values of libraries count less: a handler has many answers. */
const MAX_ALTERNATIVES = 12;
const MAX_MODELS = 40;

/** Joins alternatives, dropping duplicates; one alternative is itself. */
export function union(values: readonly Value[]): Value {
  const flat: Value[] = [];
  for (const v of values) addAlternatives(flat, v);
  if (flat.length === 0) return UNDEFINED;
  if (flat.length === 1) return flat[0] ?? UNDEFINED;
  const most = flat.every(v => v.t === 'model' || v.t === 'lit' || v.t === 'instance' || v.t === 'hole') ? MAX_MODELS : MAX_ALTERNATIVES;
  return flat.length > most ? hole('too many alternatives', null, flat.slice(0, 4)) : { t: 'union', of: flat };
}

function addAlternatives(flat: Value[], v: Value): void {
  if (v.t === 'union') { for (const one of v.of) addAlternatives(flat, one); return; }
  if (placeOf(flat, v) < 0) flat.push(v);
}

/** Where a value stands among others; -1 when it is none of them. */
export function placeOf(values: readonly Value[], v: Value): number {
  for (let i = 0; i < values.length; i++) {
    const one = values[i];
    if (one !== undefined && same(one, v)) return i;
  }
  return -1;
}

/** Whether two values are surely the same (identity for objects, equality for literals). */
export function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.t === 'lit' && b.t === 'lit') return a.v === b.v;
  return a.t === 'hole' && b.t === 'hole' && a.why === b.why && a.site === b.site;
}

/** The string that a value surely is, if any. */
export function stringOf(v: Value | undefined): string | undefined {
  return v?.t === 'lit' && typeof v.v === 'string' ? v.v : undefined;
}

/** The alternatives of a value. */
export function alternatives(v: Value): readonly Value[] {
  return v.t === 'union' ? v.of : [v];
}

/** True for callables that belong to the workspace. */
export function isCallable(v: Value): v is FnValue | NativeValue | ClassValue {
  return v.t === 'fn' || v.t === 'native' || v.t === 'class';
}
