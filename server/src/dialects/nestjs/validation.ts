import type { Machine } from '../../evaluate/machine';
import type { ClassValue, FnValue, Value } from '../../evaluate/value';
import { alternatives } from '../../evaluate/value';
import { typeSaysRules } from '../class-validator';
import { classDecorators, lineage, methodDecorators, parameterDecorators, type Attached } from '../decorators';
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
