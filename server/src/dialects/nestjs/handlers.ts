import type { Machine } from '../../evaluate/machine';
import type { ClassValue, FnValue, Value } from '../../evaluate/value';
import { derived, hole, input, lit, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Exchange, Step } from '../dialect';
import type { Container } from '../injection';
import { instanceOf } from '../injection';
import type { Attached } from '../decorators';
import { methodDecorators, parameterDecorators } from '../decorators';

/** What a parameter of a handler is bound to by its decorators. */
function bound(m: Machine, decorators: readonly Attached[], exchange: Exchange): Value {
  const { req = UNDEFINED, res = UNDEFINED, next = UNDEFINED, context = UNDEFINED } = exchange.values;
  for (const one of decorators.toReversed()) {
    const [first = UNDEFINED, second = UNDEFINED] = one.args;
    const name = stringOf(first);
    const part = (source: 'path' | 'query' | 'body' | 'header'): Value => {
      const key = name === undefined ? undefined : source === 'header' ? name.toLowerCase() : name;
      // What a middleware or guard put on the request wins.
      const all = m.get(req, source === 'path' ? 'params' : source === 'header' ? 'headers' : source);
      return key === undefined ? all : m.get(all, key);
    };
    switch (one.kind) {
      case 'Param': return part('path');
      case 'Query': return part('query');
      case 'Body': case 'RawBody': return part('body');
      case 'Headers': return part('header');
      case 'Req': case 'Request': return req;
      case 'Res': case 'Response': return res;
      case 'Next': return next;
      case 'Session': return m.get(req, 'session');
      case 'Ip': return input('url', 'ip');
      case 'HostParam': return name === undefined ? input('url', 'host') : input('url', 'host', name);
      case 'UploadedFile': case 'UploadedFiles': return input('file');
      case 'ParamDecorator': return m.call(first, [second, context], { site: one.site });
      default: break;
    }
  }
  const [outer] = decorators;
  return hole(outer ? `what the decorator ${outer.kind} gives` : 'a parameter without a decorator', outer?.attached ?? null);
}

/** Whether the framework leaves the answer to the handler: `@Res()` or `@Next()` without `passthrough`. */
function answersItself(decorators: readonly (readonly Attached[])[]): boolean {
  return decorators.some(each => each.some(one => {
    if (one.kind === 'Next') return true;
    if (one.kind !== 'Res' && one.kind !== 'Response') return false;
    const options = one.args[0];
    const passthrough = options?.t === 'object' ? options.props.get('passthrough') : undefined;
    return !(passthrough?.t === 'lit' && passthrough.v === true);
  }));
}

/** The handler's step: the controller with its dependencies, the method with what its parameters are bound to, the answer. */
export function handlerStep(container: Container, controller: ClassValue, handler: FnValue, method: string): Step {
  return {
    kind: 'handler', scope: 'handler', value: handler, site: handler.site, style: 'decorator',
    run(m, exchange) {
      const decorators = parameterDecorators(m, handler.env, handler.unit);
      const args = decorators.map(each => bound(m, each, exchange));
      const value = m.call(handler, args, { self: instanceOf(m, container, controller), site: handler.site });
      if (!m.alive || answersItself(decorators)) return;
      const said = methodDecorators(m, handler);
      const redirect = said.findLast(one => one.kind === 'Redirect');
      const code = said.findLast(one => one.kind === 'HttpCode')?.args[0];
      const page = said.some(one => one.kind === 'Render');
      const { res } = exchange.values;
      const set = res?.t === 'model' ? res.props.get('#status') : undefined;
      const status = redirect ? redirect.args[1] ?? lit(302) : set ?? code ?? lit(method === 'POST' ? 201 : 200);
      m.emit({ kind: 'respond', value: page ? derived('file', [value]) : redirect ? redirect.args[0] ?? value : value, status, site: handler.site, via: 'return' });
    },
  };
}
