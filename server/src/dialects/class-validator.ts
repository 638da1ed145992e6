import { apart } from '../evaluate/apart';
import { decoratorValues } from '../evaluate/classes';
import { lookup } from '../evaluate/environment';
import type { Machine } from '../evaluate/machine';
import type { FnValue, Value } from '../evaluate/value';
import { UNDEFINED } from '../evaluate/value';
import type { TypeRef } from '../model/facts';
import { decoratorsOf, lineage } from './decorators';
import { typeValue } from './injection';

/** Whether a class says how its properties are validated: decorators of class-validator, or made of a schema by a library. */
function saysRules(m: Machine, value: Value, depth = 0): boolean | null {
  if (depth > 6) return null;
  if (value.t === 'class') {
    for (const one of lineage(value)) for (const member of one.fact.members) {
      if (member.decorators.length === 0) continue;
      const said = apart(m, () => decoratorsOf(m, decoratorValues(m, member.decorators, one.env), UNDEFINED));
      if (said.some(each => each.kind.startsWith('class-validator:'))) return true;
    }
    const [parent] = [lineage(value).at(-1)?.parent ?? null];
    return parent === null ? false : saysRules(m, parent, depth + 1);
  }
  // `PartialType(CreateDto)`, `PickType(…)`, `IntersectionType(A, B)`; `createZodDto(schema)`.
  if (value.t === 'sym' && value.op === 'call') {
    if (value.base.t === 'sym' && value.base.op === 'import' && /dto/i.test(value.base.name)) return true;
    const known = value.args.map(arg => arg.t === 'class' ? saysRules(m, arg, depth + 1) : null);
    return known.includes(true) ? true : known.length > 0 && known.every(one => one === false) ? false : null;
  }
  return null;
}

/** Whether the type of a parameter is a class that says how it is validated; null where that is not known. */
export function typeSaysRules(m: Machine, handler: FnValue, type: TypeRef | null): boolean | null {
  if (type === null || type.k === 'object' || type.k === 'keyword') return false;
  if (type.k === 'array') return typeSaysRules(m, handler, type.of);
  if (type.k !== 'ref') return null;
  if (['Record', 'Partial', 'Pick', 'Omit', 'Object'].includes(type.name)) return false;
  const value = typeValue(m, handler.env, type.name);
  if (value) return saysRules(m, value);
  // A type or interface of the workspace is gone at run time: there is nothing to validate against.
  const declared = handler.module.facts.types[type.name] !== undefined || lookup(m, handler.env, type.name) !== undefined;
  return declared ? false : null;
}

