import type { Machine } from '../../evaluate/machine';
import type { Value } from '../../evaluate/value';
import { lit, native, object, UNDEFINED } from '../../evaluate/value';

/** What a package of hapi exports: `{ plugin: { name, register } }` with what else it has. `run` gets the server and the options. */
export function pluginPackage(name: string, run: (m: Machine, server: Value, options: Value) => void, members: Readonly<Record<string, Value>> = {}): Readonly<Record<string, Value>> {
  const register = native(name, (m, call) => { run(m, call.args[0] ?? UNDEFINED, call.args[1] ?? UNDEFINED); return UNDEFINED; });
  const named = { plugin: object([['name', lit(name)], ['register', register]]), ...members };
  return { ...named, default: object(Object.entries(named)) };
}

/** Calls a method of a server, a part of it, or the toolkit. */
export function ask(m: Machine, on: Value, method: string, ...args: readonly Value[]): Value {
  return m.call(m.get(on, method), args, { self: on });
}
