import type { Machine } from '../../evaluate/machine';
import type { Call, NativeValue, Value } from '../../evaluate/value';
import { native, TRUE, UNDEFINED } from '../../evaluate/value';

/** A plugin of Fastify that stays in the context where it is registered, as all official ones do. `run` gets the instance and the options. */
export function plugin(name: string, run: (m: Machine, instance: Value, options: Value, call: Call) => void): NativeValue {
  return native(name, (m, call) => {
    const [instance = UNDEFINED, options = UNDEFINED] = call.args;
    run(m, instance, options, call);
    return UNDEFINED;
  }, [['Symbol(skip-override)', TRUE]]);
}

/** Calls a method of an instance, a request or a reply. */
export function ask(m: Machine, on: Value, method: string, ...args: readonly Value[]): Value {
  return m.call(m.get(on, method), args, { self: on });
}

/** `instance.decorate(name, value)` and its kin. */
export function decorate(m: Machine, instance: Value, kind: 'decorate' | 'decorateRequest' | 'decorateReply', members: Readonly<Record<string, Value>>): void {
  for (const [name, value] of Object.entries(members)) ask(m, instance, kind, { t: 'lit', v: name }, value);
}
