import type { Expr, ObjectProp, Site } from '../model/facts';
import { callExpression, closure } from './calls';
import { defineClass } from './classes';
import { assign, lookup } from './environment';
import type { Machine } from './machine';
import { narrow } from './narrow';
import { binary, concat, unary, withAssumption } from './operators';
import { assignPattern } from './patterns';
import { conditions, joined } from './path';
import { elementsOf, getProperty, keyOf, removeProperty, setProperty } from './properties';
import { nullish, truthOf } from './truth';
import type { Env, ObjectValue, Value } from './value';
import { derived, hole, list, lit, object, union, UNDEFINED } from './value';

/** The place of a node of the code that runs in a scope. */
export function siteOf(env: Env, n: number): Site {
  return { file: env.module.file, unit: env.unit, n };
}

/** Evaluates an expression. Never throws; what is not understood becomes a hole or a term. */
export function evaluate(m: Machine, e: Expr, env: Env): Value {
  // No function is made in here: one that saw the parameters would cost every node its scope.
  switch (e.k) {
    case 'lit': return lit(e.v);
    case 'undef': return UNDEFINED;
    case 'bigint': return hole('a big integer', siteOf(env, e.n));
    case 'regex': return { t: 'regex', source: e.source, flags: e.flags };
    case 'template': {
      const parts: (string | Value)[] = [];
      for (const [i, quasi] of e.quasis.entries()) {
        parts.push(quasi);
        const part = e.exprs[i];
        if (part) parts.push(evaluate(m, part, env));
      }
      return concat(parts);
    }
    case 'tagged': return tagged(m, e, env);
    case 'id': return identifier(m, e.name, env);
    case 'this': return lookup(m, env, 'this') ?? UNDEFINED;
    case 'super': return lookup(m, env, '#super') ?? hole('super', siteOf(env, e.n));
    case 'member': {
      const obj = evaluate(m, e.obj, env);
      return inChain(e) ? optionalMember(m, obj, e, env) : getProperty(m, obj, e.prop, siteOf(env, e.n));
    }
    case 'index': return index(m, e, env);
    case 'call': return callExpression(m, e, env, siteOf(env, e.n));
    case 'new': {
      const callee = evaluate(m, e.callee, env);
      return m.construct(callee, argumentsOf(m, e.args, env), siteOf(env, e.n));
    }
    case 'import': {
      const from = evaluate(m, e.arg, env);
      return from.t === 'lit' && typeof from.v === 'string' ? m.program.imported(env.module, from.v, '*') : hole('a module whose name is computed', siteOf(env, e.n), [from]);
    }
    case 'spread': return evaluate(m, e.e, env);
    case 'array': {
      const out = list(argumentsOf(m, e.items, env), siteOf(env, e.n));
      if (out.items.length >= MAX_ITEMS) out.open = true;
      return out;
    }
    case 'object': return objectLiteral(m, e.props, env, siteOf(env, e.n));
    case 'fn': return closure(env, e.unit, siteOf(env, e.n));
    case 'class': return defineClass(m, e.cls, env, siteOf(env, e.n));
    case 'cond': {
      const test = evaluate(m, e.test, env);
      const truth = truthOf(test);
      return truth !== undefined ? evaluate(m, truth ? e.yes : e.no, env) : either(m, e, test, env);
    }
    case 'logical': return logical(m, e, env, siteOf(env, e.n));
    case 'binary': return binary(e.op, evaluate(m, e.l, env), evaluate(m, e.r, env), siteOf(env, e.n));
    case 'unary': {
      if (e.op === 'delete') {
        if (e.e.k === 'member') removeProperty(m, evaluate(m, e.e.obj, env), e.e.prop);
        else if (e.e.k === 'index') {
          const key = keyOf(evaluate(m, e.e.prop, env));
          if (key !== undefined) removeProperty(m, evaluate(m, e.e.obj, env), key);
        }
        return lit(true);
      }
      if (e.op === 'typeof' && e.e.k === 'id' && lookup(m, env, e.e.name) === undefined) return derived('typeof', [identifier(m, e.e.name, env)]);
      return unary(e.op, evaluate(m, e.e, env));
    }
    case 'assign': return assignment(m, e, env, siteOf(env, e.n));
    case 'update': {
      const old = evaluate(m, e.target, env);
      const now = old.t === 'lit' ? lit(Number(old.v) + (e.op === '++' ? 1 : -1)) : derived(e.op, [old]);
      if (e.target.k === 'id') assign(m, env, e.target.name, now);
      else if (e.target.k === 'member') setProperty(m, evaluate(m, e.target.obj, env), e.target.prop, now);
      else if (e.target.k === 'index') {
        const key = keyOf(evaluate(m, e.target.prop, env));
        if (key !== undefined) setProperty(m, evaluate(m, e.target.obj, env), key, now);
      }
      return e.prefix ? now : old;
    }
    case 'await': {
      const value = evaluate(m, e.e, env);
      // `await Promise.all([…])` awaits each of them.
      if (value.t === 'list') { for (const one of value.items) if (one.t === 'model') one.type.awaited?.(one, m, siteOf(env, e.n)); return value; }
      return value.t === 'model' ? value.type.awaited?.(value, m, siteOf(env, e.n)) ?? value : value;
    }
    case 'yield': {
      const yielded = e.e ? evaluate(m, e.e, env) : UNDEFINED;
      yieldFrom(m, e.e?.k === 'spread', yielded);
      // `yield promise` in coroutine style gives the promise's value.
      return yielded;
    }
    case 'seq': {
      let value: Value = UNDEFINED;
      for (const item of e.items) value = evaluate(m, item, env);
      return value;
    }
    case 'cast': return evaluate(m, e.e, env);
    case 'opaque': return hole(e.why, siteOf(env, e.n));
  }
}

function tagged(m: Machine, e: Extract<Expr, { k: 'tagged' }>, env: Env): Value {
  const tag = evaluate(m, e.tag, env);
  return m.call(tag, [list(e.quasis.map(quasi => lit(quasi))), ...e.exprs.map(part => evaluate(m, part, env))], { site: siteOf(env, e.n) });
}

function optionalMember(m: Machine, obj: Value, e: Extract<Expr, { k: 'member' }>, env: Env): Value {
  return optional(obj, present => getProperty(m, present, e.prop, siteOf(env, e.n)));
}

function index(m: Machine, e: Extract<Expr, { k: 'index' }>, env: Env): Value {
  const obj = evaluate(m, e.obj, env);
  const chained = inChain(e);
  if (chained && nullish(obj) === true) return UNDEFINED;
  const key = evaluate(m, e.prop, env);
  return chained ? optional(obj, present => indexed(m, present, key, siteOf(env, e.n))) : indexed(m, obj, key, siteOf(env, e.n));
}

/** Both outcomes of a conditional expression whose test is not known. */
function either(m: Machine, e: Extract<Expr, { k: 'cond' }>, test: Value, env: Env): Value {
  const at = siteOf(env, e.n);
  return m.fork([
    { conditions: conditions(test, true, at), run: () => { narrow(m, e.test, true, env); return evaluate(m, e.yes, env); } },
    { conditions: conditions(test, false, at), run: () => { narrow(m, e.test, false, env); return evaluate(m, e.no, env); } },
  ]);
}

/** Adds to what the running generator yields; `all` for `yield*`. */
function yieldFrom(m: Machine, all: boolean, value: Value): void {
  const yields = m.frames[m.frames.length - 1]?.yields;
  if (!yields || !m.alive) return;
  const elements = all ? elementsOf(m, value) : { items: [value], known: true };
  m.heap.push(yields.items, ...elements.items);
  if (!elements.known || m.nesting > 0) yields.open = true;
}

/** Whether `?.` stands somewhere in a chain of members and calls: then all of it is `undefined` where its start is missing. */
export function inChain(e: Expr): boolean {
  for (let at = e; ;) {
    if (at.k === 'member' || at.k === 'index') {
      if (at.optional) return true;
      at = at.obj;
    } else if (at.k === 'call') {
      if (at.optional) return true;
      at = at.callee;
    } else return false;
  }
}

/** `value?.x`: what is missing gives `undefined`, the rest is read. */
function optional(v: Value, read: (present: Value) => Value): Value {
  if (v.t !== 'union') return nullish(v) === true ? UNDEFINED : read(v);
  if (v.ways) return joined(v.ways.map(way => ({ value: optional(way.value, read), path: way.path })));
  return union(v.of.map(one => optional(one, read)));
}

function identifier(m: Machine, name: string, env: Env): Value {
  if (name === 'undefined') return UNDEFINED;
  const found = lookup(m, env, name) ?? implied(m, name, env) ?? m.program.environment.models.globalValue(name);
  if (found) return found;
  return name === 'NaN' ? lit(Number.NaN) : name === 'Infinity' ? lit(Infinity) : { t: 'sym', op: 'global', name };
}

/** What a framework imports without being asked. */
function implied(m: Machine, name: string, env: Env): Value | undefined {
  const { program } = m;
  const at = program.environment.implicit?.(env.module.file, name);
  const module = at ? program.load(at.file) : undefined;
  if (at && module) env.module.uses.add(module.file);
  return at && module ? program.exported(module, at.name) : undefined;
}

/** `object[key]`. */
export function indexed(m: Machine, obj: Value, key: Value, site: Site): Value {
  if (key.t === 'union' && key.ways) return joined(key.ways.map(way => ({ value: indexed(m, obj, way.value, site), path: way.path })));
  if (key.t === 'union') return union(key.of.map(one => indexed(m, obj, one, site)));
  if (key.t === 'sym' && key.op === 'get' && key.base.t === 'native' && key.base.name === 'Symbol') return hole('a symbol', site, [obj]);
  const name = keyOf(key);
  if (name !== undefined) return getProperty(m, obj, name, site);
  if (obj.t === 'object' && !obj.open && obj.spreads.length === 0 && obj.props.size > 0 && obj.props.size <= 12) return union([...obj.props.values()]);
  if (obj.t === 'list') return obj.items.length > 0 && obj.items.length <= 12 ? union(obj.rest ? [...obj.items, obj.rest] : obj.items) : obj.rest ?? hole('an element of a list', site, [obj, key]);
  return derived('[]', [obj, key]);
}

/** The most items of a list that are told apart. */
const MAX_ITEMS = 2000;

/** Evaluates arguments or list items, spreading what is known. */
export function argumentsOf(m: Machine, items: readonly Expr[], env: Env): Value[] {
  const out: Value[] = [];
  for (const item of items) {
    if (item.k !== 'spread') { out.push(evaluate(m, item, env)); continue; }
    const spread = evaluate(m, item.e, env);
    const elements = elementsOf(m, spread);
    for (const one of elements.items) if (out.length < MAX_ITEMS) out.push(one);
    if (!elements.known) out.push(hole('unknown further items', null, [spread]));
  }
  return out;
}

function objectLiteral(m: Machine, props: readonly ObjectProp[], env: Env, site: Site): Value {
  const out = object([], site);
  m.heap.fresh(out.props);
  for (const prop of props) {
    if (prop.k === 'spread') { spreadInto(m, out, evaluate(m, prop.e, env)); continue; }
    const key = typeof prop.key === 'string' ? prop.key : keyOf(evaluate(m, prop.key, env));
    const value = evaluate(m, prop.value, env);
    if (key === undefined) { out.open = true; continue; }
    if (prop.k === 'set' && value.t === 'fn') {
      const setters = out.setters ?? new Map();
      setters.set(key, value);
      Object.assign(out, { setters });
    } else if (prop.k === 'get' && value.t === 'fn') {
      const getters = out.getters ?? new Map();
      getters.set(key, value);
      Object.assign(out, { getters });
    } else if (prop.k === 'prop') out.props.set(key, value);
  }
  return out;
}

/** Copies the properties of a value into an object, as `{ ...value }` and `Object.assign` do. */
export function spreadInto(m: Machine, out: ObjectValue, from: Value): void {
  switch (from.t) {
    case 'object': {
      for (const [key, value] of from.props) m.heap.set(out.props, key, value);
      if (from.getters) for (const key of from.getters.keys()) m.heap.set(out.props, key, getProperty(m, from, key, null));
      m.heap.push(out.spreads, ...from.spreads);
      if (from.open) out.open = true;
      return;
    }
    case 'instance': {
      for (const [key, value] of from.props) m.heap.set(out.props, key, value);
      if (from.base) m.heap.push(out.spreads, from.base);
      return;
    }
    case 'namespace': for (const name of m.program.exportNames(from.module)) m.heap.set(out.props, name, getProperty(m, from, name, null)); return;
    case 'model': {
      const keys = from.type.keys?.(from);
      if (keys) for (const key of keys) m.heap.set(out.props, key, getProperty(m, from, key, null));
      else m.heap.push(out.spreads, from);
      return;
    }
    case 'list': from.items.forEach((item, index) => { m.heap.set(out.props, String(index), item); }); if (from.open) out.open = true; return;
    case 'lit': if (typeof from.v === 'string') [...from.v].forEach((c, index) => { m.heap.set(out.props, String(index), lit(c)); }); return;
    case 'union': {
      const objects = from.of.filter(one => nullish(one) !== true);
      const [first] = objects;
      if (objects.length === 1 && first) spreadInto(m, out, first);
      else for (const one of objects) m.heap.push(out.spreads, one);
      return;
    }
    case 'sym': case 'hole': m.heap.push(out.spreads, from); out.open = true; return;
    default: return;
  }
}

function logical(m: Machine, e: Extract<Expr, { k: 'logical' }>, env: Env, site: Site): Value {
  const l = evaluate(m, e.l, env);
  const decided = e.op === '??' ? nullish(l) : truthOf(l);
  if (e.op === '??') {
    if (decided !== undefined) return decided ? evaluate(m, e.r, env) : l;
  } else if (decided !== undefined) return decided === (e.op === '&&') ? evaluate(m, e.r, env) : l;

  // `process.env.PREFIX ?? '/api'`: the default is taken, and said so.
  const name = e.op === '&&' ? undefined : environmentName(l);
  let r: Value = UNDEFINED;
  const test = e.op === '??' ? derived('!=', [l, UNDEFINED]) : l;
  m.fork([
    { conditions: conditions(test, e.op === '&&', site), run: () => { if (e.op !== '??') narrow(m, e.l, e.op === '&&', env); return r = evaluate(m, e.r, env); } },
    { conditions: conditions(test, e.op !== '&&', site), run: () => UNDEFINED },
  ]);
  if (name !== undefined && r.t === 'lit' && r.v !== undefined && r.v !== null && typeof r.v !== 'boolean') return withAssumption(r, { name, value: String(r.v), at: site });
  // `globalThis.db ??= new Db()`: what is kept on the global object is what such an expression put there.
  if (e.op !== '&&' && l.t === 'sym' && l.op === 'global' && (r as Value).t === 'model') return r;
  if (e.op === '&&') return isCondition(l) && isCondition(r) ? derived('&&', [l, r]) : truthOf(r) === false ? r : union([...falsyOf(l), r]);
  if (isCondition(l) && isCondition(r)) return derived('||', [l, r]);
  // The left side where it is something, else the right one. `x || y` with an unknown x is still that x.
  return union([...(l.t === 'union' ? l.of.filter(one => (e.op === '??' ? nullish(one) !== true : truthOf(one) !== false)) : [l]), r]);
}

/** What remains of `l && …` when `l` is false: nothing that matters but `undefined`, `false` and the like. */
function falsyOf(l: Value): Value[] {
  return l.t === 'union' ? l.of.filter(one => one.t === 'lit' && truthOf(one) === false) : [];
}

const tests: ReadonlySet<string> = new Set(['!', '&&', '||', '===', '==', '!==', '!=', '<', '>', '<=', '>=', 'in', 'instanceof']);

/** Whether a value is an unknown truth value or term, so that a compound test keeps its structure. */
function isCondition(v: Value): boolean {
  return (v.t === 'sym' && (v.op !== 'derived' || tests.has(v.name) || v.name === 'test')) || v.t === 'hole' || (v.t === 'model' && v.type.maybeMissing === true && v.type.keys === undefined);
}

function environmentName(v: Value): string | undefined {
  return v.t === 'sym' && v.op === 'env' ? v.name : undefined;
}

function assignment(m: Machine, e: Extract<Expr, { k: 'assign' }>, env: Env, site: Site): Value {
  if (e.op === '') {
    const value = evaluate(m, e.value, env);
    assignPattern(m, e.target, value, env, 'assign');
    return value;
  }
  const target: Expr | undefined = e.target.k === 'id' ? { k: 'id', n: e.target.n, name: e.target.name } : e.target.k === 'expr' ? e.target.e : undefined;
  if (!target) return hole('an assignment', site);
  if (e.op === '??' || e.op === '||' || e.op === '&&') {
    const value = logical(m, { k: 'logical', n: e.n, op: e.op, l: target, r: e.value }, env, site);
    assignPattern(m, e.target, value, env, 'assign');
    return value;
  }
  const value = binary(e.op, evaluate(m, target, env), evaluate(m, e.value, env), site);
  assignPattern(m, e.target, value, env, 'assign');
  return value;
}
