import type { Expr, Site } from '../model/facts';
import { childEnv, declare, lookup } from './environment';
import { argumentsOf, evaluate, inChain, indexed, siteOf } from './expressions';
import { initialise, instantiate } from './classes';
import type { CallOptions, Frame, Machine } from './machine';
import { MAX_DEPTH, outOfFuel, step } from './machine';
import { both, joined, joinPaths } from './path';
import { assignPattern } from './patterns';
import { getProperty, keyOf } from './properties';
import { runBlock } from './statements';
import { nullish } from './truth';
import type { Env, FnValue, ModelType, SymValue, UnionValue, Value } from './value';
import { hole, list, union, UNDEFINED } from './value';

/** A function value of a unit in a scope. */
export function closure(env: Env, unit: string, site: Site): FnValue {
  return { t: 'fn', module: env.module, unit, env, name: env.module.facts.units[unit]?.name ?? null, bound: null, home: null, site, props: new Map() };
}

/** Evaluates a call expression: callee, receiver, arguments. */
export function callExpression(m: Machine, e: Extract<Expr, { k: 'call' }>, env: Env, site: Site): Value {
  const target = e.callee;
  if (target.k === 'super') {
    const self = lookup(m, env, 'this');
    const parent = lookup(m, env, '#parent');
    const args = argumentsOf(m, e.args, env);
    const home = lookup(m, env, '#home');
    if (self?.t === 'instance' && parent) instantiate(m, self, parent, args, site);
    if (self?.t === 'instance' && home?.t === 'class') initialise(m, self, home);
    return UNDEFINED;
  }
  let self: Value = UNDEFINED;
  let callee: Value;
  if (target.k === 'member') {
    self = evaluate(m, target.obj, env);
    if (target.obj.k === 'super') {
      const bound = lookup(m, env, 'this') ?? UNDEFINED;
      callee = getProperty(m, self, target.prop, site);
      self = bound;
    } else {
      const chained = inChain(e);
      if (chained && nullish(self) === true) return UNDEFINED;
      if (self.t === 'union' && self.of.length <= MAX_RECEIVERS) {
        const given = argumentsOf(m, e.args, env);
        const argSites = e.args.map(arg => siteOf(env, arg.n));
        return onEach(m, self, chained, one => {
          const method = getProperty(m, one, target.prop, siteOf(env, target.n));
          return e.optional && nullish(method) === true ? UNDEFINED : callValue(m, method, given, { self: one, site, argSites });
        });
      }
      callee = getProperty(m, self, target.prop, siteOf(env, target.n));
    }
  } else if (target.k === 'index') {
    self = evaluate(m, target.obj, env);
    const key = evaluate(m, target.prop, env);
    callee = indexed(m, self, key, siteOf(env, target.n));
    if (self.t === 'model' && self.type.index && keyOf(key) === undefined) callee = self.type.index(self, key, m, site) ?? callee;
  } else callee = evaluate(m, target, env);
  if (e.optional && nullish(callee) === true) return UNDEFINED;
  const args = argumentsOf(m, e.args, env);
  return callValue(m, callee, args, { self, site, argSites: e.args.map(arg => siteOf(env, arg.n)) });
}

/** The most receivers whose methods are called one by one. */
const MAX_RECEIVERS = 6;

/** Does something with each alternative of a value; a missing one throws, or is `undefined` in an optional chain. */
function onEach(m: Machine, v: UnionValue, chained: boolean, run: (one: Value) => Value): Value {
  const ways = v.ways ?? v.of.map(value => ({ value, path: m.path }));
  const present = ways.filter(way => nullish(way.value) !== true);
  const missing = chained ? ways.filter(way => nullish(way.value) === true) : [];
  const [only] = present;
  if (present.length === 1 && only && missing.length === 0) return run(only.value);
  return m.fork([...present, ...missing].map(way => ({
    run: () => {
      m.path = both(m.path, way.path);
      return nullish(way.value) === true ? UNDEFINED : run(way.value);
    },
  })), false);
}

/** Calls any value. */
export function callValue(m: Machine, callee: Value, args: readonly Value[], options: CallOptions): Value {
  if (!m.alive) return UNDEFINED;
  const site = options.site ?? null;
  switch (callee.t) {
    case 'fn': return callFunction(m, callee, args, options.self ?? UNDEFINED, site);
    case 'native': return callee.call(m, { args, argSites: options.argSites ?? [], self: options.self ?? UNDEFINED, site, isNew: options.isNew ?? false });
    case 'model': {
      const answer = callee.type.call?.(callee, m, { args, argSites: options.argSites ?? [], self: options.self ?? UNDEFINED, site, isNew: options.isNew ?? false });
      return answer ?? unknownCall(m, callee, args, options);
    }
    case 'union': {
      const callable = callee.of.filter(one => nullish(one) !== true);
      if (callable.length === 1 && callable[0]) return callValue(m, callable[0], args, options);
      return m.fork(callable.map(one => ({ run: () => callValue(m, one, args, options) })), false);
    }
    case 'class': return m.construct(callee, args, site);
    case 'lit': return hole('a call of something that is no function', site, [callee]);
    default: return unknownCall(m, callee, args, options);
  }
}

/** A call that leaves the workspace: the result is a term; functions among the arguments may be called back. */
function unknownCall(m: Machine, callee: Value, args: readonly Value[], options: CallOptions): Value {
  const site = options.site ?? null;
  const result: SymValue = { t: 'sym', op: options.isNew === true ? 'new' : 'call', base: callee, args, site };
  m.unknown++;
  if (m.trying === 0) m.uncaught++;
  for (const arg of args) if (arg.t === 'fn') callBack(m, arg, result);
  if (MEMORABLE.test(nameOf(callee))) m.assume({ kind: 'called', value: result, site });
  return result;
}

/** Calls that may decide who goes on, by name: only these are remembered as conditions of what follows. */
const MEMORABLE = /auth|token|session|guard|permi|role|log-?in|sign|verif|protect|access|user|acl|policy|secur|jwt|credential|ensure|require|assert|check|must/i;

function nameOf(v: Value): string {
  if (v.t !== 'sym') return v.t === 'model' ? v.type.name : '';
  switch (v.op) {
    case 'import': return `${v.module} ${v.name}`;
    case 'get': return `${v.key} ${nameOf(v.base)}`;
    case 'call': case 'new': return nameOf(v.base);
    case 'global': case 'env': case 'derived': return v.name;
    default: return '';
  }
}

/**
 * Calls a function that was handed to unknown code, with unknown arguments; it may or may not run. While modules load only what may register
 * something matters: request handlers inside of a library's wrapper have their turn when their endpoint is judged.
 */
function callBack(m: Machine, fn: FnValue, from: Value): void {
  const unit = fn.module.facts.units[fn.unit];
  if (!unit || (m.units === m.program.loadUnits && !m.program.mayRegister(fn.module, fn.unit)) || m.frames.some(frame => frame.fn?.unit === fn.unit && frame.fn.module === fn.module)) return;
  const given = unit.params.map((_, index) => hole('an argument of a callback', fn.site, index === 0 ? [from] : []));
  m.maybe(() => callFunction(m, fn, given, UNDEFINED, fn.site));
}

/** The steps of a call that can register nothing, while modules load: enough to build what it returns. */
const ASIDE_SHARE = 400;

/** Whether a call while modules load is beside the point: its module leads to nothing that registers and it was handed nothing to register on. */
function leadsNowhere(m: Machine, fn: FnValue, args: readonly Value[], self: Value): boolean {
  if (m.units !== m.program.loadUnits || m.program.environment.leads?.(fn.module.file) !== false) return false;
  const holds = (v: Value): boolean => v.t === 'model' || (v.t === 'object' || v.t === 'instance' ? [...v.props.values()].some(one => one.t === 'model' && one.type.call !== undefined) : false);
  return ![...args, self].some(holds);
}

/** How deep a function may call itself with arguments that are known, and what these are. */
const MAX_CONCRETE = 8;
const isConcrete = (v: Value): boolean => v.t === 'lit' || v.t === 'list' || v.t === 'object' || (v.t === 'model' && isData(v.type));
/** What has keys or may be missing is data of a library, not a part of a framework. */
const isData = ({ keys, maybeMissing, call }: ModelType): boolean => call === undefined && (keys !== undefined || maybeMissing === true);

/** The steps that a call may take at least, while there are any. */
const MIN_SHARE = 2000;

/** Calls a function of the workspace. */
export function callFunction(m: Machine, fn: FnValue, given: readonly Value[], receiver: Value, site: Site | null): Value {
  const unit = fn.module.facts.units[fn.unit];
  if (!unit) return hole('a function that is gone', site);
  m.units.add(`${fn.module.file}#${fn.unit}`);
  if (!step(m)) return outOfFuel(site);
  if (m.frames.length >= MAX_DEPTH) return hole('calls are nested too deeply', site);
  let same = 0;
  for (const frame of m.frames) if (frame.fn?.unit === fn.unit && frame.fn.module === fn.module) same++;
  if (same >= (given.length > 0 && given.every(isConcrete) ? MAX_CONCRETE : 2)) return hole('recursion', site);

  const args = fn.bound ? [...fn.bound.args, ...given] : given;
  const env = childEnv(m, fn.env, fn.unit);
  if (!unit.arrow) {
    declare(m, env, 'this', fn.bound?.self ?? receiver);
    if (unit.params.length === 0) declare(m, env, 'arguments', list(args));
    if (fn.home) {
      const parent = fn.home.parent ?? UNDEFINED;
      declare(m, env, '#parent', parent);
      declare(m, env, '#home', fn.home);
      declare(m, env, '#super', superOf(m, fn, parent));
    }
  }
  for (const [index, param] of unit.params.entries()) assignPattern(m, param.pattern, param.rest ? list(args.slice(index)) : args[index] ?? UNDEFINED, env, 'declare');
  const self = unit.params.length > 0 ? lookup(m, env, 'this') : undefined;
  if (self?.t === 'instance') for (const param of unit.params) {
    if (!param.property) continue;
    const pattern = param.pattern.k === 'default' ? param.pattern.target : param.pattern;
    if (pattern.k === 'id') m.heap.set(self.props, pattern.name, env.vars.get(pattern.name) ?? UNDEFINED);
  }

  const frame: Frame = { fn, callSite: site, returns: [], loops: [], pendingLabel: null, early: [], yields: unit.generator ? list([]) : null };
  m.frames.push(frame);
  const nesting = m.nesting;
  // No call may use up what the ones after it need.
  const share = Math.min(m.fuel, leadsNowhere(m, fn, args, receiver) ? ASIDE_SHARE : Math.max(MIN_SHARE, m.units === m.program.loadUnits ? m.fuel - (m.fuel >> 2) : m.fuel >> 1));
  const kept = m.fuel - share;
  m.fuel = share;
  runBlock(m, unit.body, env);
  const spent = m.fuel <= 0;
  m.fuel += kept;
  m.frames.pop();
  m.nesting = nesting;
  if (m.alive) frame.returns.push({ value: spent ? outOfFuel(fn.site) : UNDEFINED, path: m.path });
  const [first, ...others] = frame.returns;
  for (const writes of frame.early) m.heap.weaken(writes);
  if (!first) { m.alive = false; return UNDEFINED; }
  m.alive = true;
  m.path = first.path;
  for (const other of others) m.path = joinPaths(m.path, other.path);
  if (frame.yields) return frame.yields;
  return others.length === 0 ? first.value : joined(frame.returns);
}

function superOf(m: Machine, fn: FnValue, parent: Value): Value {
  if (parent.t !== 'class') return parent;
  const statics = fn.home !== null && [...fn.home.statics.values()].includes(fn);
  if (statics) return parent;
  return { t: 'model', type: { name: 'super', get: (_self, key) => m.member(parent, key)?.fn }, state: null, props: new Map(), site: null };
}

/** `new callee(…)`. */
export function construct(m: Machine, callee: Value, args: readonly Value[], site: Site | null): Value {
  if (!m.alive) return UNDEFINED;
  switch (callee.t) {
    case 'class': {
      const self: Value = { t: 'instance', cls: callee, props: new Map(), base: null, site };
      m.heap.fresh(self.props);
      instantiate(m, self, callee, args, site);
      return self;
    }
    case 'fn': {
      const self: Value = { t: 'object', props: new Map(), getters: null, spreads: [], open: false, site };
      m.heap.fresh(self.props);
      const prototype = callee.props.get('prototype');
      if (prototype?.t === 'object') for (const [key, value] of prototype.props) self.props.set(key, value);
      const result = callFunction(m, callee, args, self, site);
      return result.t === 'object' || result.t === 'model' || result.t === 'instance' ? result : self;
    }
    case 'union': return union(callee.of.filter(one => nullish(one) !== true).map(one => construct(m, one, args, site)));
    case 'native': case 'model': return callValue(m, callee, args, { site, isNew: true });
    default: return unknownCall(m, callee, args, { site, isNew: true });
  }
}
