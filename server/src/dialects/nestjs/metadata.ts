import type { Machine } from '../../evaluate/machine';
import type { ClassValue, FnValue, Value } from '../../evaluate/value';
import { same } from '../../evaluate/value';
import type { Attached } from '../decorators';
import { classDecorators, lineage, methodDecorators } from '../decorators';

/** The value of metadata on a handler or class; undefined when it was not set. */
export function metadataOf(m: Machine, target: Value, key: Value): Attached | undefined {
  const matching = (all: readonly Attached[]): Attached | undefined => all.findLast(one => one.kind === 'SetMetadata' && one.args[0] !== undefined && same(one.args[0], key));
  if (target.t === 'fn') return matching(methodDecorators(m, target));
  if (target.t !== 'class') return undefined;
  for (const one of lineage(target)) {
    const found = matching(classDecorators(m, one));
    if (found) return found;
  }
  return undefined;
}

/** Every key of metadata on a handler and its class. */
export function metadataKeys(m: Machine, handler: FnValue | null, cls: ClassValue | null): readonly Attached[] {
  return [...handler ? methodDecorators(m, handler) : [], ...(cls ? lineage(cls) : []).flatMap(one => classDecorators(m, one))].filter(one => one.kind === 'SetMetadata');
}
