import type { Machine } from '../../evaluate/machine';
import type { ModelType, Value } from '../../evaluate/value';
import { hole, model, native, object, UNDEFINED } from '../../evaluate/value';
import type { Container, Provider } from '../injection';
import { createContainer, resolveToken } from '../injection';

/** A container of Inversify (https://inversify.io) with what was bound in it. */
interface ContainerState { readonly own: Container }

const typeName = 'inversify.Container';
/** The container that a value is. */
export const containerOf = (v: Value | undefined): Container => v?.t === 'model' && v.type.name === typeName ? (v.state as ContainerState).own : createContainer();

/** What a container or module binds: the last binding of a token stays. */
function binding(own: Container, token: Value): Value {
  const bound = object();
  const fluent = native('binding', () => bound);
  for (const name of ['inSingletonScope', 'inTransientScope', 'inRequestScope', 'whenTargetNamed', 'whenTargetTagged', 'when', 'whenInjectedInto', 'whenTargetIsDefault', 'onActivation', 'whenNamed']) bound.props.set(name, fluent);
  const to = (name: string, kind: Provider['kind'], value: (given: Value, m: Machine) => Value): void => {
    bound.props.set(name, native(name, (m, call) => {
      const key = token.t === 'lit' ? token.v : token;
      own.instances.delete(key);
      own.providers.set(key, { token, kind, value: value(call.args[0] ?? token, m), inject: [] });
      return bound;
    }));
  };
  to('to', 'class', given => given);
  to('toSelf', 'class', () => token);
  to('toConstantValue', 'value', given => given);
  to('toFunction', 'value', given => given);
  to('toService', 'existing', given => given);
  to('toConstructor', 'value', given => given);
  const context = object([['container', object([['get', native('get', (m, call) => resolveToken(m, own, call.args[0] ?? UNDEFINED, call.site))]])]]);
  to('toDynamicValue', 'factory', given => native('dynamic', m => m.call(given, [context])));
  to('toFactory', 'factory', given => native('factory', m => m.call(given, [context])));
  to('toProvider', 'factory', given => native('provider', m => m.call(given, [context])));
  return bound;
}

const containerType: ModelType<ContainerState> = {
  name: typeName,
  get: (self, key) => {
    const { own } = self.state;
    switch (key) {
      case 'bind': case 'rebind': case 'rebindSync': return native(`container.${key}`, (_m, call) => binding(own, call.args[0] ?? UNDEFINED));
      case 'get': case 'resolve': case 'getAsync': case 'getNamed': case 'getTagged': return native(`container.${key}`, (m, call) => resolveToken(m, own, call.args[0] ?? UNDEFINED, call.site));
      case 'getAll': return native('container.getAll', (_m, call) => hole('all that is bound', call.site));
      case 'isBound': return native('container.isBound', (_m, call) => { const [token] = call.args; return { t: 'lit', v: token !== undefined && own.providers.has(token.t === 'lit' ? token.v : token) }; });
      case 'load': case 'loadAsync': case 'loadSync': return native(`container.${key}`, (m, call) => {
        for (const one of call.args) if (one.t === 'model' && one.type.name === 'inversify.Module') {
          const bind = native('bind', (_machine, inner) => binding(own, inner.args[0] ?? UNDEFINED));
          // Since version 7 the registry gets one object.
          m.call(one.state as Value, [native('bind', bind.call, [['bind', bind], ['rebind', bind]]), UNDEFINED, UNDEFINED, bind], { site: call.site });
        }
        return UNDEFINED;
      });
      case 'createChild': return native('container.createChild', () => self as Value);
      case 'unbind': case 'applyMiddleware': case 'snapshot': case 'restore': return native(`container.${key}`, () => UNDEFINED);
      default: return undefined;
    }
  },
};

/** `new Container()`. */
export const containerClass: Value = native('Container', (_m, call) => model<ContainerState>(containerType, { own: createContainer() }, call.site) as Value);

/** `new ContainerModule((bind) => …)`. */
export const moduleClass: Value = native('ContainerModule', (_m, call) => model({ name: 'inversify.Module' }, call.args[0] ?? UNDEFINED, call.site) as Value);

/** What is bound to a token; undefined for what nobody bound. */
export function boundTo(m: Machine, container: Container, token: Value): Value | undefined {
  return container.providers.has(token.t === 'lit' ? token.v : token) ? resolveToken(m, container, token) : undefined;
}
