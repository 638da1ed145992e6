import type { Machine } from '../../evaluate/machine';
import type { ClassValue, FnValue, ModelType, Value } from '../../evaluate/value';
import { derived, input, lit, model, native, stringOf, UNDEFINED } from '../../evaluate/value';
import { onEachWay } from '../on-each-way';
import { unknownParameter } from '../class-routes';
import type { Attached } from '../decorators';
import { methodDecorators, parameterDecorators } from '../decorators';
import type { Exchange, Step } from '../dialect';
import { createContainer, instanceOf } from '../injection';
import type { Settings } from './server';

const controllerType: ModelType<null> = {
  name: 'tsoa.Controller',
  get: (self, key) => {
    switch (key) {
      case 'setStatus': return native('setStatus', (m, call) => { m.heap.set(self.props, '#status', call.args[0] ?? UNDEFINED); return UNDEFINED; });
      case 'getStatus': return native('getStatus', () => self.props.get('#status') ?? UNDEFINED);
      case 'setHeader': return native('setHeader', () => UNDEFINED);
      default: return undefined;
    }
  },
};

/** `Controller`, which keeps the status that is set on it. */
export const controllerClass: Value = native('Controller', () => model(controllerType, null) as Value);

const numeric = (v: Value | undefined): Value | undefined => v?.t === 'lit' && v.v !== undefined ? lit(Number(v.v)) : v;

/** What a parameter is bound to; without a name it is called as it is written. */
function bound(m: Machine, fn: FnValue, index: number, decorators: readonly Attached[], exchange: Exchange, path: readonly string[]): Value {
  const { req = UNDEFINED } = exchange.values;
  const pattern = fn.module.facts.units[fn.unit]?.params[index]?.pattern;
  const written = pattern?.k === 'id' ? pattern.name : undefined;
  for (const one of decorators) {
    const name = stringOf(one.args[0]) ?? written ?? '';
    switch (one.kind.replace('tsoa:', '')) {
      case 'Path': return m.get(m.get(req, 'params'), name);
      case 'Query': return m.get(m.get(req, 'query'), name);
      case 'Queries': return m.get(req, 'query');
      case 'Header': return m.get(m.get(req, 'headers'), name.toLowerCase());
      case 'Body': return m.get(req, 'body');
      case 'BodyProp': case 'FormField': return m.get(m.get(req, 'body'), name);
      case 'Request': return req;
      case 'RequestProp': return m.get(req, name);
      case 'UploadedFile': case 'UploadedFiles': return input('file');
      // `notFound(404, { reason })` answers.
      case 'Res': return native('respond', (machine, call) => {
        machine.emit({ kind: 'respond', value: call.args[1] ?? UNDEFINED, status: call.args[0] ?? null, site: call.site, via: 'TsoaResponse' });
        return derived('answered', []);
      });
      default: break;
    }
  }
  if (decorators.length > 0 || written === undefined) return unknownParameter(decorators);
  return path.includes(written) ? m.get(m.get(req, 'params'), written) : m.get(m.get(req, 'query'), written);
}

const isAnswered = (v: Value): boolean => v.t === 'sym' && v.op === 'derived' && v.name === 'answered';

/** The action, made for one request; nothing is answered with 204. */
export function handlerStep(settings: Settings, cls: ClassValue, fn: FnValue): Step {
  const container = createContainer();
  return {
    kind: 'handler', scope: 'handler', value: fn, site: fn.site, style: 'decorator',
    run(m, exchange) {
      const said = methodDecorators(m, fn);
      const names = said.flatMap(one => [...(stringOf(one.args[0]) ?? '').matchAll(/[{:](\w+)/g)].map(([, name]) => name ?? ''));
      const args = parameterDecorators(m, fn.env, fn.unit).map((each, index) => bound(m, fn, index, each, exchange, names));
      const given = settings.container ? m.call(m.get(settings.container, 'get'), [cls], { self: settings.container, site: fn.site }) : UNDEFINED;
      const self = given.t === 'instance' ? given : instanceOf(m, container, cls);
      const value = m.call(fn, args, { self, site: fn.site });
      if (!m.alive) return;
      const set = self.t === 'instance' && self.base?.t === 'model' ? self.base.props.get('#status') : undefined;
      const success = numeric(said.find(one => one.kind === 'tsoa:SuccessResponse')?.args[0]);
      onEachWay(m, value, one => {
        if (isAnswered(one)) return;
        const empty = one.t === 'lit' && (one.v === undefined || one.v === null);
        m.emit({ kind: 'respond', value: empty ? UNDEFINED : one, status: set ?? success ?? lit(empty ? 204 : 200), site: fn.site, via: 'return' });
      });
    },
  };
}
