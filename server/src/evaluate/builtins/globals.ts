import type { Machine } from '../machine';
import { withAssumption } from '../operators';
import type { ModelType, Value } from '../value';
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
  const value = m.program.environment.config.assume[name];
  return value === undefined ? undefined : withAssumption(lit(value), { name, value, at: null });
}

const toText = native('String', (_m, call) => {
  const [v = lit('')] = call.args;
  return v.t === 'lit' ? lit(String(v.v)) : v.t === 'text' ? v : derived('String', [v]);
}, [['raw', native('String.raw', (_m, call) => call.args[0] ?? UNDEFINED)]]);
const toNumber = native('Number', (_m, call) => call.args[0]?.t === 'lit' ? lit(Number(call.args[0].v)) : derived('Number', call.args), [
  ['isInteger', native('Number.isInteger', (_m, call) => derived('isInteger', call.args))], ['isNaN', native('Number.isNaN', (_m, call) => derived('isNaN', call.args))],
  ['parseInt', native('parseInt', (_m, call) => derived('Number', call.args))], ['MAX_SAFE_INTEGER', lit(Number.MAX_SAFE_INTEGER)],
]);
const json = object([
  ['parse', native('JSON.parse', (_m, call) => {
    const text = stringOf(call.args[0]);
    if (text !== undefined) { try { return fromJson(JSON.parse(text)); } catch { return hole('text that is not JSON', call.site); } }
    return derived('JSON.parse', call.args);
  })],
  ['stringify', native('JSON.stringify', (_m, call) => derived('JSON.stringify', call.args))],
]);

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

const errors = ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'EvalError', 'URIError', 'AggregateError'];

/** The value of a name that every JavaScript runtime has. */
export function builtinGlobals(): ReadonlyMap<string, Value> {
  const globalObject = model(globalType, null) as Value;
  const names = new Map<string, Value>([
    ['Object', objectGlobal()], ['Array', arrayGlobal()], ['Promise', promiseGlobal()], ['JSON', json], ['String', toText], ['Number', toNumber],
    ['Boolean', native('Boolean', (m, call) => { const truth = m.truth(call.args[0] ?? UNDEFINED); return truth === undefined ? call.args[0] ?? UNDEFINED : lit(truth); })],
    ['Map', collectionGlobal('Map')], ['WeakMap', collectionGlobal('Map')], ['Set', collectionGlobal('Set')], ['WeakSet', collectionGlobal('Set')],
    ['parseInt', toTerm('parseInt')], ['parseFloat', toTerm('parseFloat')], ['isNaN', toTerm('isNaN')],
    ['encodeURIComponent', toTerm('encodeURIComponent')], ['decodeURIComponent', toTerm('decodeURIComponent')],
    ['Symbol', native('Symbol', (_m, call) => derived('Symbol', call.args))],
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
    ['structuredClone', native('structuredClone', (_m, call) => call.args[0] ?? UNDEFINED)],
    ['Infinity', lit(Infinity)],
  ]);
  for (const name of errors) names.set(name, errorClass(name));
  return names;
}

/** An error class of the language: an object with its message. */
function errorClass(name: string): Value {
  return native(name, (_m, call) => object([['message', call.args[0] ?? lit('')], ['name', lit(name)], ['isError', TRUE], ['stack', derived('stack', [])]], call.site));
}
