import type { Program } from '../evaluate/program';
import type { Value } from '../evaluate/value';
import { alternatives, object, UNDEFINED } from '../evaluate/value';

/** An option (`kit.paths.base`) of the configuration that a file exports; undefined when nothing is written there. */
export function optionOf(program: Program, file: string | null, keys: readonly string[]): Value | undefined {
  const module = file === null ? undefined : program.load(file);
  const config = module ? program.exported(module, 'default') ?? module.cjs : undefined;
  return config ? optionIn(program, config, keys, 0) : undefined;
}

/** The text of an option, where it is written. */
export function textOption(program: Program, file: string | null, keys: readonly string[]): string | undefined {
  const found = optionOf(program, file, keys);
  return found?.t === 'lit' && typeof found.v === 'string' ? found.v : undefined;
}

/** An option of a configuration that may be a function and that wrappers (`withSentryConfig(config, …)`) may surround. */
function optionIn(program: Program, config: Value, keys: readonly string[], depth: number): Value | undefined {
  if (depth > 6) return undefined;
  const m = program.machine;
  const [key, ...deeper] = keys;
  if (key === undefined) return known(config);
  switch (config.t) {
    case 'object': {
      const own = m.get(config, key);
      return (own.t === 'lit' && own.v === undefined ? undefined : optionIn(program, own, deeper, depth + 1)) ?? config.spreads.map(one => optionIn(program, one, keys, depth + 1)).find(one => one !== undefined);
    }
    case 'fn': return optionIn(program, m.isolated(() => m.call(config, [UNDEFINED, object([['defaultConfig', object()]])])), keys, depth + 1);
    case 'sym': return config.op === 'call' ? [...config.args, config.base].map(one => optionIn(program, one, keys, depth + 1)).find(one => one !== undefined) : undefined;
    case 'union': return config.of.map(one => optionIn(program, one, keys, depth + 1)).find(one => one !== undefined);
    default: return undefined;
  }
}

/** What comes from the environment is mostly unset: only what is written counts. */
function known(v: Value): Value | undefined {
  return alternatives(v).find(one => (one.t === 'lit' && one.v !== undefined && one.v !== null) || one.t === 'text' || one.t === 'list' || one.t === 'object');
}
