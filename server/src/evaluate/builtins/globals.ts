import type { Machine } from '../machine';
import type { Literal } from '../../model/facts';
import { textOf, withAssumption } from '../operators';
import type { InputValue, ModelType, Value } from '../value';
import { derived, hole, lit, list, model, native, object, stringOf, TRUE, UNDEFINED } from '../value';
import { collectionGlobal } from './collections';
import { arrayGlobal, objectGlobal } from './objects';
import { promiseGlobal } from './promises';

/** The global object: what code keeps on it, else the name's value. */
const globalType: ModelType<null> = {
  name: 'globalThis',
  get: (self, key, m) => self.props.get(key) ?? m.program.environment.models.globalValue(key) ?? { t: 'sym', op: 'global', name: key },
};

/** `process.env`: what configuration assumes, else a term that knows its name. */
const environmentType: ModelType<null> = {
  name: 'process.env',
  get: (_self, key, m) => assumed(m, key) ?? { t: 'sym', op: 'env', name: key },
};

/** The value that the configuration assumes for a name. */
export function assumed(m: Machine, name: string): Value | undefined {
  const { assume } = m.program.environment.config;
  const value = Object.hasOwn(assume, name) ? assume[name] : undefined;
  return value === undefined ? undefined : withAssumption(lit(value), { name, value, at: null });
}

const toText = native('String', (_m, call) => {
  const [v = lit('')] = call.args;
  const text = textOf(v);
  return text !== undefined ? lit(text) : v.t === 'text' ? v : derived('String', [v]);
}, [['raw', native('String.raw', (_m, call) => derived('String.raw', call.args))]]);

/** A function of scalars that is the same everywhere. */
const onScalars = (name: string, run: (...args: readonly (Literal | undefined)[]) => Literal, otherwise = name): Value => native(name, (_m, call) => {
  const known = call.args.map(arg => arg.t === 'lit' ? { v: arg.v } : undefined);
  if (!known.every(one => one !== undefined)) return derived(otherwise, call.args);
  try { return lit(run(...known.map(one => one.v))); } catch { return hole(`${name} throws`, call.site); }
});
const parseInteger = onScalars('parseInt', (text, radix) => Number.parseInt(String(text), radix === undefined ? undefined : Number(radix)), 'Number');
const mathFunctions = ['abs', 'ceil', 'floor', 'round', 'trunc', 'sign', 'sqrt', 'max', 'min', 'pow', 'log2', 'log10'] as const;
const math = object([
  ...mathFunctions.map(name => [name, onScalars(`Math.${name}`, (...args) => (Math[name] as (...numbers: number[]) => number)(...args.map(Number)))] as const),
  ['PI', lit(Math.PI)], ['E', lit(Math.E)], ['random', native('Math.random', () => derived('random', []))],
]);
const toNumber = native('Number', (_m, call) => call.args.length === 0 ? lit(0) : call.args[0]?.t === 'lit' ? lit(Number(call.args[0].v)) : derived('Number', call.args), [
  ['isInteger', onScalars('isInteger', v => Number.isInteger(v))], ['isNaN', onScalars('isNaN', v => Number.isNaN(v))], ['isFinite', onScalars('isFinite', v => Number.isFinite(v))],
  ['parseInt', parseInteger], ['parseFloat', onScalars('parseFloat', text => Number.parseFloat(String(text)), 'Number')], ['MAX_SAFE_INTEGER', lit(Number.MAX_SAFE_INTEGER)],
]);
const json = object([
  ['parse', native('JSON.parse', (m, call) => {
    const text = stringOf(call.args[0]);
    if (text !== undefined) { try { return fromJson(JSON.parse(text)); } catch { return hole('text that is not JSON', call.site); } }
    const part = call.args[0] ? partOfRequest(call.args[0]) : undefined;
    return part ? m.input(part.in, ...part.path) : derived('JSON.parse', call.args);
  })],
  ['stringify', native('JSON.stringify', (_m, call) => {
    const data = call.args.length === 1 && call.args[0] ? toJson(call.args[0], 0) : undefined;
    const text = data ? JSON.stringify(data.value) as string | undefined : undefined;
    return data ? lit(text) : derived('JSON.stringify', call.args);
  })],
]);

/** A part of the request that a text is, and nothing else: what is read of it as data is a deeper part of it. */
function partOfRequest(v: Value): InputValue | undefined {
  if (v.t === 'union') {
    const all = v.of.filter(one => one.t !== 'lit').map(partOfRequest);
    return all.length > 0 && all.every(one => one !== undefined) && new Set(all).size === 1 ? all[0] : undefined;
  }
  if (v.t === 'text') return v.parts.length === 1 && typeof v.parts[0] === 'object' ? partOfRequest(v.parts[0]) : undefined;
  return v.t === 'sym' && v.op === 'input' && (v.in === 'body' || v.path.length > 0) ? v : undefined;
}

/** The plain data that a value is, where all of it is known. */
function toJson(v: Value, depth: number): { readonly value: unknown } | undefined {
  if (depth > 20) return undefined;
  switch (v.t) {
    case 'lit': return { value: v.v };
    case 'list': {
      const items = v.open ? [undefined] : v.items.map(item => toJson(item, depth + 1));
      return items.every(item => item !== undefined) ? { value: items.map(item => item.value) } : undefined;
    }
    case 'object': {
      if (v.open || v.spreads.length > 0 || v.getters || v.props.has('toJSON')) return undefined;
      const entries = [...v.props].map(([key, one]) => [key, toJson(one, depth + 1)] as const);
      return entries.every(([, one]) => one !== undefined) ? { value: Object.fromEntries(entries.map(([key, one]) => [key, one?.value])) } : undefined;
    }
    default: return undefined;
  }
}

/** A copy of a value as deep as it is plain. */
function clone(v: Value, depth = 0): Value {
  if (depth > 20) return hole('deeply nested data');
  if (v.t === 'list') return { ...v, items: v.items.map(item => clone(item, depth + 1)) };
  if (v.t === 'object') return { ...v, props: new Map([...v.props].map(([key, one]) => [key, clone(one, depth + 1)])), spreads: [...v.spreads] };
  return v;
}

/** A value of plain data. */
export function fromJson(data: unknown, depth = 0): Value {
  if (depth > 40) return hole('deeply nested data');
  if (data === null || typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean') return lit(data);
  if (Array.isArray(data)) return list(data.slice(0, 2000).map(one => fromJson(one, depth + 1)));
  if (typeof data === 'object') return object(Object.entries(data).map(([key, value]) => [key, fromJson(value, depth + 1)] as const));
  return UNDEFINED;
}

/** Runs a callback that certainly runs at some time. */
const later = (name: string): Value => native(name, (m, call) => { if (call.args[0]) m.maybe(() => m.call(call.args[0] ?? UNDEFINED, [], { site: call.site })); return derived(name, []); });
const silent = native('silent', () => UNDEFINED);
const toTerm = (name: string): Value => native(name, (_m, call) => derived(name, call.args));

/** `new RegExp(text, flags)`: a regular expression when its text is known and is one. */
const expression = native('RegExp', (_m, call) => {
  const [from, given] = call.args;
  const source = from?.t === 'regex' ? from.source : stringOf(from);
  const flags = given ? stringOf(given) : from?.t === 'regex' ? from.flags : '';
  if (source === undefined || flags === undefined) return derived('RegExp', call.args);
  try { return { t: 'regex', source: new RegExp(source, flags).source, flags }; } catch { return hole('text that is no regular expression', call.site); }
});

const errors = ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'EvalError', 'URIError', 'AggregateError'];

/** The value of a name that every JavaScript runtime has. */
export function builtinGlobals(): ReadonlyMap<string, Value> {
  const globalObject = model(globalType, null) as Value;
  const names = new Map<string, Value>([
    ['Object', objectGlobal()], ['Array', arrayGlobal()], ['Promise', promiseGlobal()], ['JSON', json], ['String', toText], ['Number', toNumber],
    ['Boolean', native('Boolean', (m, call) => { const truth = m.truth(call.args[0] ?? UNDEFINED); return truth === undefined ? call.args[0] ?? UNDEFINED : lit(truth); })],
    ['Map', collectionGlobal('Map')], ['WeakMap', collectionGlobal('Map')], ['Set', collectionGlobal('Set')], ['WeakSet', collectionGlobal('Set')],
    ['parseInt', parseInteger], ['parseFloat', onScalars('parseFloat', text => Number.parseFloat(String(text)))], ['isNaN', onScalars('isNaN', v => Number.isNaN(Number(v)))],
    ['encodeURIComponent', onScalars('encodeURIComponent', v => encodeURIComponent(String(v)))], ['decodeURIComponent', onScalars('decodeURIComponent', v => decodeURIComponent(String(v)))],
    ['encodeURI', onScalars('encodeURI', v => encodeURI(String(v)))], ['decodeURI', onScalars('decodeURI', v => decodeURI(String(v)))], ['Math', math],
    ['RegExp', expression], ['Symbol', native('Symbol', (_m, call) => derived('Symbol', call.args), [
      // The same everywhere: a name that no other property has.
      ['for', native('Symbol.for', (_m, call) => { const text = stringOf(call.args[0]); return text === undefined ? derived('Symbol', call.args) : lit(`Symbol(${text})`); })],
    ])],
    ['console', model({ name: 'console', get: () => silent }, null) as Value],
    ['setTimeout', later('setTimeout')], ['setInterval', later('setInterval')], ['setImmediate', later('setImmediate')], ['queueMicrotask', later('queueMicrotask')],
    ['process', object([
      ['env', model(environmentType, null) as Value], ['cwd', native('process.cwd', () => lit('.'))], ['argv', { ...list([]), open: true }], ['platform', derived('platform', [])],
      ['on', native('process.on', () => UNDEFINED)], ['once', native('process.once', () => UNDEFINED)], ['exit', native('process.exit', (m) => { m.alive = false; return UNDEFINED; })],
      ['nextTick', later('nextTick')],
    ])],
    ['import.meta', object([
      ['env', model(environmentType, null) as Value], ['url', lit('file:///')],
      ['dirname', native('dirname', () => UNDEFINED)],
    ])],
    ['Reflect', object([['getMetadata', toTerm('getMetadata')], ['defineMetadata', silent], ['ownKeys', toTerm('ownKeys')]])],
    ...['globalThis', 'global'].map(name => [name, globalObject] as const),
    ['structuredClone', native('structuredClone', (_m, call) => clone(call.args[0] ?? UNDEFINED))],
    ['Infinity', lit(Infinity)],
  ]);
  for (const name of errors) names.set(name, errorClass(name));
  return names;
}

/** An error class of the language: an object with its message. */
function errorClass(name: string): Value {
  const made = native(name, (_m, call) => object([['message', call.args[0] ?? lit('')], ['name', lit(name)], ['isError', TRUE], ['stack', derived('stack', [])]], call.site));
  const isOne = (v: Value): boolean | undefined => {
    if (v.t === 'instance') return v.base ? isOne(v.base) : false;
    if (v.t !== 'object') return v.t === 'sym' || v.t === 'hole' || v.t === 'model' || v.t === 'union' ? undefined : false;
    const own = v.props.get('name');
    return v.props.has('isError') ? name === 'Error' || (own?.t === 'lit' && own.v === name) : v.open || v.spreads.length > 0 ? undefined : false;
  };
  return { ...made, instance: isOne };
}
