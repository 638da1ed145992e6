import type { Machine } from '../../evaluate/machine';
import type { ClassValue, FnValue, Value } from '../../evaluate/value';
import { alternatives } from '../../evaluate/value';
import { lookup } from '../../evaluate/environment';
import { classDecorators, decoratorsOf, lineage, methodDecorators, parameterDecorators, type Attached } from './decorators';
import { typeValue } from './container';
import { apart } from '../../evaluate/apart';
import { decoratorValues } from '../../evaluate/classes';
import { UNDEFINED } from '../../evaluate/value';
import type { TypeRef } from '../../model/facts';

/** What checks a body against its class. */
type Pipe = 'classes' | 'scalar' | 'own' | null;

/** What a pipe does with bodies: `ValidationPipe` and what extends it checks classes; others have their own way. */
function pipeKind(value: Value): Pipe {
  for (const one of alternatives(value)) {
    let cls: Value | null = one.t === 'instance' ? one.cls : one.t === 'sym' && (one.op === 'new' || one.op === 'call') ? one.base : one;
    while (cls?.t === 'class') cls = cls.parent;
    if (cls?.t === 'sym' && cls.op === 'import') {
      if (cls.module === '@nestjs/common' && cls.name === 'ValidationPipe') return 'classes';
      // `ParseIntPipe` and the like refuse what is no such scalar.
      if (cls.module === '@nestjs/common') return cls.name.startsWith('Parse') ? 'scalar' : null;
      return 'own';
    }
    return 'own';
  }
  return null;
}

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

function typeSaysRules(m: Machine, handler: FnValue, type: TypeRef | null): boolean | null {
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

const pipesOf = (all: readonly Attached[]): readonly Value[] => all.filter(one => one.kind === 'UsePipes').flatMap(one => one.args);

/** Whether the body of an endpoint is validated before the handler sees it; null when there is no body or it cannot be told. */
export function bodyValidated(m: Machine, controller: ClassValue, handler: FnValue, globalPipes: readonly Value[]): boolean | null {
  const params = handler.module.facts.units[handler.unit]?.params ?? [];
  const decorators = parameterDecorators(m, handler.env, handler.unit);
  const around = [...globalPipes, ...lineage(controller).flatMap(one => pipesOf(classDecorators(m, one))), ...pipesOf(methodDecorators(m, handler))];
  let answer: boolean | null = null;
  for (const [index, param] of params.entries()) {
    const body = decorators[index]?.find(one => one.kind === 'Body');
    if (!body) continue;
    const named = body.args[0]?.t === 'lit' && typeof body.args[0].v === 'string';
    const kinds = [...around, ...body.args.slice(named ? 1 : 0)].map(pipeKind);
    if (named && kinds.includes('scalar')) answer = true;
    else if (kinds.includes('classes')) answer = typeSaysRules(m, handler, param.type);
    else if (kinds.includes('own')) answer = saysOwn(m, handler, param.type);
    else return false;
    if (answer !== true) return answer;
  }
  return answer;
}

/** With a pipe of its own (a schema's), a class made of a schema is validated; of others nothing is known. */
function saysOwn(m: Machine, handler: FnValue, type: TypeRef | null): boolean | null {
  return typeSaysRules(m, handler, type) === true ? true : null;
}
