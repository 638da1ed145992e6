import type { Machine } from '../../evaluate/machine';
import { without } from '../../evaluate/patterns';
import { keyOf } from '../../evaluate/properties';
import type { NativeValue, Value } from '../../evaluate/value';
import { derived, list, listOf, native, object, union, UNDEFINED } from '../../evaluate/value';
import type { Library } from '../library';

/** The names in arguments (texts, lists of texts); undefined where one is not known. */
function namesOf(given: readonly Value[]): readonly string[] | undefined {
  const all = given.flatMap((one): (string | undefined)[] => one.t === 'list' ? one.open ? [undefined] : one.items.map(keyOf) : [keyOf(one)]);
  return all.includes(undefined) ? undefined : all.filter(one => one !== undefined);
}

function picked(m: Machine, from: Value, names: readonly string[]): Value {
  if (from.t === 'union') return union(from.of.map(one => picked(m, one, names)));
  return object(names.map(name => [name, name.split('.').reduce<Value>((base, key) => m.get(base, key), from)] as const).filter(([, value]) => !(value.t === 'lit' && value.v === undefined)));
}

/** `pick` and `omit` of an object, a list of its keys, or several keys. */
const pick = native('pick', (m, call) => {
  const [from = UNDEFINED, ...keys] = call.args;
  const names = namesOf(keys);
  return names ? picked(m, from, names) : derived('without', call.args);
});
const omit = native('omit', (m, call) => {
  const [from = UNDEFINED, ...keys] = call.args;
  const names = namesOf(keys);
  return names ? without(m, from, names) : derived('without', call.args);
});
const same = native('clone', (_m, call) => call.args[0] ?? UNDEFINED);
/** `map(list, fn)`; what is no list is left alone. */
const map = native('map', (m, call) => {
  const [of = UNDEFINED, fn = UNDEFINED] = call.args;
  const each = (one: Value): Value => fn.t === 'lit' ? m.get(one, String(fn.v)) : m.call(fn, [one], { site: call.site });
  if (of.t === 'list') return { ...list(of.items.map(each)), open: of.open, rest: of.rest ? each(of.rest) : null };
  const element = of.t === 'model' ? of.type.element?.(of) : undefined;
  return element ? listOf(each(element)) : derived('element', call.args);
});

const functions: Readonly<Record<string, NativeValue>> = { pick, omit, map, clone: same, cloneDeep: same };

/** Functions over objects (https://lodash.com/docs): those that decide which fields an object has. */
export const library: Library = {
  name: 'lodash',
  models: () => ({
    imports(specifier, name) {
      const single = /^lodash(?:-es)?[./](\w+)(?:\.js)?$/.exec(specifier)?.[1];
      if (single !== undefined && ['default', 'export=', '*'].includes(name)) return functions[single];
      return ['lodash', 'lodash-es', 'underscore', 'radash', 'es-toolkit', 'es-toolkit/compat'].includes(specifier) && Object.hasOwn(functions, name) && !(specifier === 'radash' && name === 'map') ? functions[name] : undefined;
    },
  }),
};
