import type { Machine } from '../../evaluate/machine';
import type { Program } from '../../evaluate/program';
import type { ModelType, Value } from '../../evaluate/value';
import { list, model, native, object, same, union, UNDEFINED } from '../../evaluate/value';
import { decorator, type Attached } from '../decorators';
import { metadataOf } from './metadata';

/** What is watched while guards run to tell which metadata they read: a key can be hidden from them. */
export interface Probe { hidden: Value | null; reads: Attached[] }

/** The program's probe; null while nobody watches. */
export function probeOf(program: Program): { current: Probe | null } {
  const all = program.collected<{ current: Probe | null }>('nestjs.probe');
  const [known] = all;
  if (known) return known;
  const made = { current: null };
  all.push(made);
  return made;
}

function read(m: Machine, key: Value, target: Value): Value {
  const probe = probeOf(m.program).current;
  if (probe?.hidden && same(probe.hidden, key)) return UNDEFINED;
  const found = metadataOf(m, target, key);
  if (found) probe?.reads.push(found);
  return found?.args[1] ?? UNDEFINED;
}

const present = (v: Value): boolean => !(v.t === 'lit' && v.v === undefined);
const targetsOf = (v: Value | undefined): readonly Value[] => v?.t === 'list' ? v.items : v ? [v] : [];

/** `getAllAndMerge`: lists are joined, objects are spread, others become a list. */
function merged(values: readonly Value[]): Value {
  const given = values.filter(present);
  const [first] = given;
  if (!first) return list([]);
  if (first.t !== 'list' && given.length === 1) return first;
  if (given.every(one => one.t === 'object')) return object(given.flatMap(one => one.t === 'object' ? [...one.props] : []));
  return list(given.flatMap(one => one.t === 'list' ? one.items : [one]));
}

const reflectorType: ModelType<null> = {
  name: 'nestjs.Reflector',
  get: (_self, key) => {
    switch (key) {
      case 'get': return native('reflector.get', (m, call) => union(targetsOf(call.args[1]).map(target => read(m, call.args[0] ?? UNDEFINED, target))));
      case 'getAll': return native('reflector.getAll', (m, call) => list(targetsOf(call.args[1]).map(target => read(m, call.args[0] ?? UNDEFINED, target))));
      case 'getAllAndOverride': return native('reflector.getAllAndOverride', (m, call) =>
        targetsOf(call.args[1]).map(target => read(m, call.args[0] ?? UNDEFINED, target)).find(present) ?? UNDEFINED);
      case 'getAllAndMerge': return native('reflector.getAllAndMerge', (m, call) => merged(targetsOf(call.args[1]).map(target => read(m, call.args[0] ?? UNDEFINED, target))));
      default: return undefined;
    }
  },
};

/** `Reflector`, with `Reflector.createDecorator`: a decorator that is its own key. */
export function reflectorClass(): Value {
  const createDecorator = native('Reflector.createDecorator', (m, call) => {
    const options = call.args[0];
    const transform = options?.t === 'object' ? options.props.get('transform') : undefined;
    const made: Value = native('decorator', (machine, inner) => {
      const value = transform ? machine.call(transform, inner.args) : inner.args[0] ?? UNDEFINED;
      return decorator('SetMetadata', { args: [made, value], argSites: [null, inner.argSites[0] ?? null], site: inner.site });
    });
    if (made.t === 'native') m.set(made, 'KEY', made);
    return made;
  });
  return native('Reflector', () => model(reflectorType, null) as Value, [['createDecorator', createDecorator]]);
}
