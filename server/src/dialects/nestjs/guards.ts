import type { Machine } from '../../evaluate/machine';
import type { ClassValue, Value } from '../../evaluate/value';
import { alternatives, lit, object, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { goingOnWhere, listed } from '../controllers';
import type { Attached } from '../decorators';
import { classDecorators, lineage } from '../decorators';
import type { Exchange, Step } from '../dialect';
import type { Container } from '../injection';
import { enhancer } from '../injection';

/** A guard step: `canActivate` of the class or instance; true goes on, false is answered with 403. */
export function guardStep(container: Container, value: Value, site: Site | null, scope: Step['scope'], style: Step['style']): Step {
  return {
    kind: 'guard', scope, value, site, style,
    run(m, exchange) {
      for (const one of alternatives(value)) runGuard(m, container, one, site, exchange);
    },
  };
}

function runGuard(m: Machine, container: Container, value: Value, site: Site | null, exchange: Exchange): void {
  const guard = enhancer(m, container, value);
  const context = exchange.values.context ?? UNDEFINED;
  const result = m.call(m.get(guard, 'canActivate', site), [context], { self: guard, site });
  goingOnWhere(m, result, site, 'canActivate', () => {
    m.emit({ kind: 'respond', value: object([['statusCode', lit(403)], ['message', lit('Forbidden resource')]]), status: lit(403), site, via: 'canActivate' });
  });
}

/** A middleware step: a function, or a class with `use(req, res, next)`. */
export function middlewareStep(container: Container, value: Value, site: Site | null, scope: Step['scope']): Step {
  return {
    kind: 'guard', scope, value, site, style: 'argument',
    run(m, exchange) {
      const { req = UNDEFINED, res = UNDEFINED, next = UNDEFINED } = exchange.values;
      const cls = alternatives(value).find(one => one.t === 'class');
      const made = enhancer(m, container, cls ?? value);
      if (made.t === 'instance') m.call(m.get(made, 'use', site), [req, res, next], { self: made, site });
      else m.call(made, [req, res, next], { site });
    },
  };
}

/** The guards that `@UseGuards` names. */
export function guardSteps(container: Container, all: readonly Attached[], scope: Step['scope']): Step[] {
  return all.filter(one => one.kind === 'UseGuards').flatMap(one => one.args.flatMap(arg => listed(arg).map(({ value }) => guardStep(container, value, one.attached, scope, 'decorator'))));
}

/** The guards of a class, those of its ancestors first. */
export function classGuards(m: Machine, container: Container, cls: ClassValue): Step[] {
  return lineage(cls).toReversed().flatMap(one => guardSteps(container, classDecorators(m, one), 'class'));
}
