import type { Place } from '../../model/api';
import type { Known, KnownProperty, KnownValue } from '../../model/calls';
import type { Expr } from '../../model/facts';
import type { Context } from './identity';
import { exportOf, identityOf, importOf, nameOf } from './identity';
import type { Binding } from './scope';
import { asksForStage, bindingOf, dotted, ownerOf, within } from './scope';

/** How far a value is followed: each step costs one. */
export interface Budget { steps: number }
/** The budget of one argument. */
export const newBudget = (): Budget => ({ steps: 600 });

const inputs = /^(?:req|request|ctx|context|c|event|args|_req)(?:\.(?:request|req|raw))?\.(body|query|params|headers|cookies|param|header|json|rawBody)\b(?:\(\))?\.?(.*)$/;

/** A value of which only the name is known; a name of a part of the request says so. */
function byName(at: Place, name: string | null): Known {
  const found = name === null ? null : inputs.exec(name);
  if (found) return { k: 'input', path: [found[1], found[2]].filter(part => part !== undefined && part !== '').join('.'), at, named: name };
  return { k: 'unknown', at, named: name };
}

/** What is known of an expression where it stands. */
export function knownOf(ctx: Context, e: Expr, unit: string, budget: Budget): Known {
  const at = ctx.host.place(ctx, unit, e.n);
  const of = (value: KnownValue, named: string | null = null): Known => ({ ...value, at, named });
  if (budget.steps-- <= 0) return byName(at, null);
  const go = (one: Expr): Known => knownOf(ctx, one, unit, budget);
  switch (e.k) {
    case 'lit': return of({ k: 'literal', value: e.v });
    case 'undef': return of({ k: 'literal', value: undefined });
    case 'await': case 'cast': return go(e.e);
    case 'template': {
      const parts: (string | Known)[] = [];
      e.quasis.forEach((quasi, i) => { parts.push(quasi); const part = e.exprs[i]; if (part) parts.push(go(part)); });
      return of(flatText(parts));
    }
    case 'binary':
      if (e.op === '+') return of(flatText([...textParts(go(e.l)), ...textParts(go(e.r))]));
      if (['*', '-', '/', '**'].includes(e.op)) return of(arithmetic(e.op, go(e.l), go(e.r)));
      return byName(at, null);
    case 'unary': {
      const inner = go(e.e);
      return e.op === '!' && inner.k === 'literal' ? of({ k: 'literal', value: !inner.value }) : e.op === '-' && inner.k === 'literal' && typeof inner.value === 'number' ? of({ k: 'literal', value: -inner.value }) : byName(at, null);
    }
    case 'array': return of({ k: 'list', items: e.items.filter(one => one.k !== 'spread').map(go), open: e.items.some(one => one.k === 'spread') });
    case 'object': return of(objectOf(ctx, e, unit, budget));
    case 'fn': return of({ k: 'function', returns: returned(ctx, e.unit, budget) });
    case 'cond': return of(either([go(e.yes), go(e.no)], false, asksForStage(e.test)));
    case 'logical': {
      const l = go(e.l);
      if (e.op === '&&') return of(either([go(e.r), { k: 'unknown', at, named: null }], false));
      if (l.k === 'literal') return (e.op === '??' ? l.value === undefined || l.value === null : !l.value) ? go(e.r) : l;
      return l.k === 'object' || l.k === 'list' ? l : of(either([l, go(e.r)], true), l.named);
    }
    case 'id': return named(ofName(ctx, e.name, unit, e.n, budget, at), e.name);
    case 'member': return named(ofMember(ctx, e.obj, e.prop, unit, budget, at), dotted(e));
    case 'index': return e.prop.k === 'lit' ? named(ofMember(ctx, e.obj, String(e.prop.v), unit, budget, at), dotted(e)) : byName(at, dotted(e));
    case 'call': case 'new': return ofCall(ctx, e, unit, budget, at);
    default: return byName(at, dotted(e));
  }
}

const named = (known: Known, name: string | null): Known => (name === null ? known : { ...known, named: name });

function flatText(parts: readonly (string | Known)[]): KnownValue {
  const texts = parts.map(part => (typeof part === 'string' ? part : part.k === 'literal' ? String(part.value) : null));
  return texts.every(text => text !== null) ? { k: 'literal', value: texts.join('') } : { k: 'text', parts };
}

const textParts = (known: Known): readonly (string | Known)[] => (known.k === 'text' ? known.parts : known.k === 'literal' && typeof known.value === 'string' ? [known.value] : [known]);

function arithmetic(op: string, l: Known, r: Known): KnownValue {
  if (l.k !== 'literal' || r.k !== 'literal' || typeof l.value !== 'number' || typeof r.value !== 'number') return { k: 'unknown' };
  const value = op === '*' ? l.value * r.value : op === '-' ? l.value - r.value : op === '/' ? l.value / r.value : l.value ** r.value;
  return { k: 'literal', value };
}

function either(of: readonly Known[], byDefault: boolean, staged = false): KnownValue {
  return { k: 'either', of, default: byDefault, staged };
}

function objectOf(ctx: Context, e: Extract<Expr, { k: 'object' }>, unit: string, budget: Budget): KnownValue {
  const props = new Map<string, KnownProperty>();
  let open = false;
  for (const prop of e.props) {
    const at = ctx.host.place(ctx, unit, prop.n);
    if (prop.k === 'spread') {
      const from = knownOf(ctx, prop.e, unit, budget);
      if (from.k === 'object') { for (const one of from.props) props.set(one.name, one); open ||= from.open; }
      else if (from.k === 'either') { open = true; for (const one of from.of) if (one.k === 'object') for (const own of one.props) props.set(own.name, own); }
      else { open = true; props.set(`...${from.named ?? ''}`, { name: `...${from.named ?? ''}`, value: from, at }); }
    } else if (typeof prop.key !== 'string') open = true;
    else if (prop.k === 'prop') props.set(prop.key, { name: prop.key, value: knownOf(ctx, prop.value, unit, budget), at });
    else props.set(prop.key, { name: prop.key, value: byName(at, null), at });
  }
  return { k: 'object', props: [...props.values()], open };
}

function returned(ctx: Context, unit: string, budget: Budget): Known | null {
  const all = ctx.scope.returns.get(unit) ?? [];
  if (all.length === 0 || all.length > 4) return null;
  const values = all.map(one => knownOf(ctx, one, unit, budget));
  const [first] = values;
  return first && values.length === 1 ? first : first ? { ...either(values, false), at: first.at, named: null } : null;
}

/** A property of a value. */
export function select(from: Known, name: string): Known {
  const here = { at: from.at, named: from.named === null ? null : `${from.named}.${name}` };
  switch (from.k) {
    case 'object': return from.props.find(prop => prop.name === name)?.value ?? (from.open ? { k: 'unknown', ...here } : { k: 'literal', value: undefined, ...here });
    case 'list': return (/^\d+$/.test(name) ? from.items[Number(name)] : undefined) ?? { k: 'unknown', ...here };
    case 'either': return { ...either(from.of.map(one => select(one, name)), from.default, from.staged), ...here };
    case 'input': return { k: 'input', path: `${from.path}.${name}`, ...here };
    case 'call': return { k: 'call', package: from.package, name: `${from.name}.${name}`, args: from.args, ...here };
    default: return from.named !== null && /^(process\.env|import\.meta\.env|Bun\.env)$/.test(from.named) ? { k: 'setting', name, ...here } : byName(from.at, here.named);
  }
}

function ofMember(ctx: Context, obj: Expr, name: string, unit: string, budget: Budget, at: Place): Known {
  const text = dotted(obj);
  if (text !== null && /^(process\.env|import\.meta\.env|Bun\.env)$/.test(text)) return { k: 'setting', name, at, named: null };
  if (obj.k === 'this') return ofProperty(ctx, name, unit, budget, at);
  const from = select(knownOf(ctx, obj, unit, budget), name);
  return from.k === 'unknown' || from.k === 'input' || from.k === 'setting' ? { ...from, at } : from;
}

function ofProperty(ctx: Context, name: string, unit: string, budget: Budget, at: Place): Known {
  const owner = ownerOf(ctx.scope, unit);
  const member = owner?.cls.members.find(one => one.key === name && one.kind === 'property');
  const writes = ctx.scope.writes.filter(write => write.object === 'this' && write.name === name && owner !== undefined && ownerOf(ctx.scope, write.unit)?.cls === owner.cls);
  const [only] = writes;
  if (owner && member?.value && !only) return knownOf(ctx, member.value, owner.unit, budget);
  return only && writes.length === 1 && !member?.value ? knownOf(ctx, only.value, only.unit, budget) : byName(at, `this.${name}`);
}

function ofName(ctx: Context, name: string, unit: string, n: number, budget: Budget, at: Place): Known {
  const binding = bindingOf(ctx.scope, name, unit, n);
  if (binding) return ofBinding(ctx, name, unit, binding, budget, at);
  const imported = importOf(ctx, name);
  return imported ? ofModule(ctx, imported.specifier, imported.imported, budget, at, name) : byName(at, name);
}

function ofBinding(ctx: Context, name: string, unit: string, binding: Binding, budget: Budget, at: Place): Known {
  switch (binding.k) {
    case 'value': {
      const later = (ctx.scope.assigned.get(name) ?? []).filter(one => within(one.unit, binding.unit));
      if (!binding.init || binding.path.includes('[]') || binding.path.includes('...')) {
        const [only] = later;
        return !binding.init && later.length === 1 && only?.value ? knownOf(ctx, only.value, only.unit, budget) : byName(at, name);
      }
      let value = knownOf(ctx, binding.init, binding.unit, budget);
      for (const key of binding.path) value = select(value, String(key));
      if (binding.fallback) value = { ...either([value, knownOf(ctx, binding.fallback, binding.unit, budget)], true), at: value.at, named: name };
      if (later.length > 0) return { ...either([value, ...later.map(one => (one.value ? knownOf(ctx, one.value, one.unit, budget) : byName(at, name)))], false), at: value.at, named: name };
      return value.k === 'object' ? written(ctx, name, unit, value, budget) : value;
    }
    case 'param': {
      const from = byName(at, binding.path.length === 0 ? name : [binding.param.pattern.k === 'id' ? binding.param.pattern.name : '', ...binding.path].filter(part => part !== '').join('.'));
      return from.k === 'input' ? from : byName(at, name);
    }
    case 'function': return { k: 'function', returns: returned(ctx, binding.unit, budget), at, named: name };
    case 'enum': return {
      k: 'object', open: false, at, named: name,
      props: binding.members.map(one => ({ name: one.name, at, value: one.init ? knownOf(ctx, one.init, binding.unit, budget) : { k: 'unknown', at, named: null } })),
    };
    case 'class': return {
      k: 'object', open: true, at, named: name,
      props: binding.cls.members.flatMap(one => (one.static && one.kind === 'property' && typeof one.key === 'string' && one.value ? [{ name: one.key, at, value: knownOf(ctx, one.value, binding.unit, budget) }] : [])),
    };
  }
}

/** An object in a variable with what is written to its properties later; what is done to the whole of it leaves it open. */
function written(ctx: Context, name: string, unit: string, value: Extract<Known, { k: 'object' }>, budget: Budget): Known {
  const more = ctx.scope.writes.filter(write => write.object === name && bindingOf(ctx.scope, name, write.unit, write.n) === bindingOf(ctx.scope, name, unit, Number.MAX_SAFE_INTEGER));
  const assigned = (ctx.scope.names.get(name) ?? []).some(one => one.up?.role === 'expr' && one.up.node.k === 'call' && dotted(one.up.node.callee) === 'Object.assign' && one.up.node.args[0] === one.e);
  if (more.length === 0 && !assigned) return value;
  const props = new Map(value.props.map(prop => [prop.name, prop]));
  for (const write of more) {
    const at = ctx.host.place(ctx, write.unit, write.n);
    const next = knownOf(ctx, write.value, write.unit, budget);
    const before = props.get(write.name);
    // Both may hold: the write may stand in a branch.
    props.set(write.name, { name: write.name, at, value: before ? { ...either([before.value, next], false), at, named: null } : next });
  }
  return { ...value, props: [...props.values()], open: value.open || assigned };
}

function ofModule(ctx: Context, specifier: string, imported: string, budget: Budget, at: Place, name: string): Known {
  const file = ctx.host.resolve(ctx.file, specifier);
  if (file === undefined) return byName(at, name);
  if (file.endsWith('.json')) return data(ctx.host.json(file), { file, range: { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } } }, imported);
  const there = ctx.host.context(file);
  const found = there && exportOf(there, imported);
  if (there && imported === '*') return { k: 'object', open: true, at, named: name, props: there.scope.facts.exports.flatMap(fact => (fact.kind === 'local' ? [{ name: fact.exported, at, value: ofName(there, fact.local, '', Number.MAX_SAFE_INTEGER, budget, at) }] : [])) };
  if (!there || !found) return there && imported === 'export=' ? commonModule(there, budget, at, name) : byName(at, name);
  switch (found.k) {
    case 'local': return ofName(there, found.local, '', Number.MAX_SAFE_INTEGER, budget, at);
    case 'from': return budget.steps > 0 ? ofModule(there, found.specifier, found.imported, budget, at, name) : byName(at, name);
    case 'expr': return knownOf(there, found.e, '', budget);
  }
}

/** A CommonJS module that exports name by name. */
function commonModule(there: Context, budget: Budget, at: Place, name: string): Known {
  const props = there.scope.writes.filter(write => write.unit === '' && (write.object === 'exports' || write.object === 'module.exports')).map(write => ({ name: write.name, at, value: knownOf(there, write.value, '', budget) }));
  return { k: 'object', open: true, at, named: name, props };
}

function data(value: unknown, at: Place, imported: string): Known {
  if (imported !== '*' && imported !== 'default' && imported !== 'export=') return typeof value === 'object' && value !== null ? data((value as Readonly<Record<string, unknown>>)[imported], at, '*') : byName(at, null);
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return { k: 'literal', value, at, named: null };
  if (Array.isArray(value)) return { k: 'list', items: value.slice(0, 50).map(one => data(one, at, '*')), open: value.length > 50, at, named: null };
  return { k: 'object', props: Object.entries(value).slice(0, 200).map(([name, one]) => ({ name, at, value: data(one, at, '*') })), open: false, at, named: null };
}

/** Calls that give a part of the request: `req.headers.get('x')`, `req.get('x')`, `c.req.header('x')`, `request.json()`. */
const inputCalls = /^(?:\w+\.)?(?:req|request|_req|headersList|headers\(\))\.(?:(headers|cookies|nextUrl\.searchParams)\.get|(?:get|header|param|query|json|text|formData|parseBody|valid))$|^headers\(\)\.get$/;
const INNER_STEPS = 60;
/** Functions that give their first argument in another form. */
const sameValue = /^(String|Number|parseInt|Boolean|Buffer\.from|Object\.freeze|new Uint8Array|Uint8Array\.from|encodeURIComponent|crypto\.createSecretKey|createSecretKey)$/;
const sameReceiver: ReadonlySet<string> = new Set(['toString', 'trim', 'valueOf', 'normalize', 'buffer']);

function ofCall(ctx: Context, e: Extract<Expr, { k: 'call' | 'new' }>, unit: string, budget: Budget, at: Place): Known {
  const text = dotted(e.callee);
  const [first] = e.args;
  const go = (one: Expr): Known => knownOf(ctx, one, unit, budget);
  if (text !== null && first && (sameValue.test(text) || /\bTextEncoder\(\)\.encode$/.test(text))) return go(first);
  if (e.callee.k === 'member') {
    if (sameReceiver.has(e.callee.prop)) { const from = go(e.callee.obj); if (from.k === 'literal' || from.k === 'setting' || from.k === 'either') return from; }
    const receiver = dotted(e.callee.obj) ?? '';
    const header = inputCalls.exec(text ?? '');
    if (header) return { k: 'input', path: [header[1] ?? e.callee.prop, first?.k === 'lit' ? String(first.v) : ''].filter(part => part !== '').join('.'), at, named: text };
    if (/^(get|getOrThrow)$/.test(e.callee.prop) && /(config|env|settings)\w*$/i.test(receiver) && first?.k === 'lit' && typeof first.v === 'string') {
      const setting: Known = { k: 'setting', name: first.v, at, named: null };
      return e.args[1] && e.args[1].k !== 'object' ? { ...either([setting, go(e.args[1])], true), at, named: null } : setting;
    }
  }
  if (text === 'require' && first?.k === 'lit' && typeof first.v === 'string') return ofModule(ctx, first.v, 'export=', budget, at, first.v);
  const callee = identityOf(ctx, e.callee, unit);
  if (!callee && e.k === 'call') {
    const fn = go(e.callee);
    if (fn.k === 'function' && fn.returns) return { ...fn.returns, named: text === null ? null : `${text}()` };
  }
  const known = callee && (callee.package !== '' || callee.path.length > 0) ? callee : undefined;
  // Of what only goes into it, little is needed: which fields a query asks for.
  const inner: Budget = { steps: Math.min(budget.steps, INNER_STEPS) };
  return { k: 'call', package: known?.package ?? null, name: known ? nameOf(known) : text ?? '', args: e.args.slice(0, 2).map(one => knownOf(ctx, one, unit, inner)), at, named: text === null ? null : e.k === 'new' ? `new ${text}()` : `${text}()` };
}
