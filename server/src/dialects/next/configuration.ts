import type { Program } from '../../evaluate/program';
import type { Value } from '../../evaluate/value';
import { alternatives, object, UNDEFINED } from '../../evaluate/value';
import type { RawComponent } from '../dialect';
import { pathComponents } from '../paths';

/** The base path that the configuration of an application gives all of its routes; null without one. */
export function basePathOf(program: Program, file: string | null): RawComponent | null {
  const module = file === null ? undefined : program.load(file);
  const config = module ? program.exported(module, 'default') ?? module.cjs : undefined;
  const found = config ? optionIn(program, config, 'basePath', 0) : undefined;
  if (!found) return null;
  const [component] = pathComponents(found, text => text, null);
  return component && component.text !== '' ? component : null;
}

/** An option of a configuration that may be a function and that wrappers (`withSentryConfig(config, …)`) may surround. */
function optionIn(program: Program, config: Value, name: string, depth: number): Value | undefined {
  if (depth > 6) return undefined;
  const m = program.machine;
  switch (config.t) {
    case 'object': return known(m.get(config, name)) ?? config.spreads.map(one => optionIn(program, one, name, depth + 1)).find(one => one !== undefined);
    case 'fn': return optionIn(program, m.isolated(() => m.call(config, [UNDEFINED, object([['defaultConfig', object()]])])), name, depth + 1);
    case 'sym': return config.op === 'call' ? [...config.args, config.base].map(one => optionIn(program, one, name, depth + 1)).find(one => one !== undefined) : undefined;
    case 'union': return config.of.map(one => optionIn(program, one, name, depth + 1)).find(one => one !== undefined);
    default: return undefined;
  }
}

/** A base path from the environment is mostly unset: only what is written counts. */
function known(v: Value): Value | undefined {
  return alternatives(v).find(one => (one.t === 'lit' && typeof one.v === 'string') || one.t === 'text');
}
