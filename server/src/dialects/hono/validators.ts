import type { Machine } from '../../evaluate/machine';
import { joinAll, joined, waysOf } from '../../evaluate/path';
import type { Call, NativeValue, Value } from '../../evaluate/value';
import { derived, FALSE, lit, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import { isResponse, response } from '../fetch';
import { keepValidated, targetInput } from './context';
import { readFields } from './schema';
import { answer } from './steps';

/** A middleware that takes only what fits a schema and answers 400 to the rest, or what its hook answers. */
export function schemaValidator(target: string, schema: Value, hook: Value | undefined): NativeValue {
  return native(`validator.${target}`, (m, call) => {
    const [c = UNDEFINED, next] = call.args;
    const value = targetInput(m, target);
    readFields(m, target, schema);
    return m.fork([
      { run: () => { keepValidated(m, c, target, value); return next ? m.call(next, [], { site: call.site }) : UNDEFINED; } },
      { run: () => refused(m, call, hook, object([['success', FALSE], ['data', value], ['error', derived('validation.error', [])], ['target', lit(target)]])) },
    ], false);
  });
}

function refused(m: Machine, call: Call, hook: Value | undefined, result: Value): Value {
  const plain = (): Value => response(m, { body: object([['success', FALSE], ['error', derived('validation.error', [])]]), status: lit(400), goesOn: false, via: 'validator' }, call.site);
  if (!hook || (hook.t === 'lit' && hook.v === undefined)) return plain();
  const given = m.call(hook, [result, call.args[0] ?? UNDEFINED], { site: call.site });
  return isResponse(given) === false ? plain() : given;
}

/** `zValidator('json', schema, hook)` and its like. */
export const validatorFactory = (name: string): NativeValue => native(name, (_m, call) => schemaValidator(stringOf(call.args[0]) ?? 'json', call.args[1] ?? UNDEFINED, call.args[2]));

/** `validator('json', (value, c) => …)`: the function answers itself or gives what was good. */
export function functionValidator(): NativeValue {
  return native('validator', (_m, made) => {
    const target = stringOf(made.args[0]) ?? 'json';
    const [, check = UNDEFINED, hook] = made.args;
    // The validator of hono-openapi takes a schema.
    if (check.t !== 'fn' && check.t !== 'native') return schemaValidator(target, check, hook);
    return native(`validator.${target}`, (m, call) => {
      const [c = UNDEFINED, next] = call.args;
      const result = m.call(check, [targetInput(m, target), c], { site: call.site });
      if (!m.alive) return UNDEFINED;
      const ways = waysOf(result, m.path);
      const good = ways.filter(way => isResponse(way.value) !== true);
      for (const way of ways) if (isResponse(way.value) === true) { m.path = way.path; answer(m, way.value, call.site); }
      m.alive = good.length > 0;
      if (!m.alive) return UNDEFINED;
      m.path = joinAll(good.map(way => way.path));
      keepValidated(m, c, target, joined(good));
      return next ? m.call(next, [], { site: call.site }) : UNDEFINED;
    });
  });
}
