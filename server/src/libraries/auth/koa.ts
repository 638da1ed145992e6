import type { Machine } from '../../evaluate/machine';
import type { Call, NativeValue, Value } from '../../evaluate/value';
import { native, stringOf, UNDEFINED } from '../../evaluate/value';
import { claims, either, goOn, httpError, packages, passingFactory } from '../credentials';
import type { Verification } from '../credentials';
import type { Library } from '../library';
import { unlessMethod, withUnless } from './unless';

const isOn = (m: Machine, options: Value | undefined, key: string): boolean => options?.t === 'object' && options.props.has(key) && m.truth(m.get(options, key)) === true;

/** A middleware that throws for those it does not accept, and puts who they are into the state. */
function throwing(v: Verification, key: string | null): NativeValue {
  return native(v.name, (m, call) => either(m, { ...v, optional: false }, () => {
    const [ctx] = call.args;
    if (ctx && key !== null) m.set(m.get(ctx, 'state'), key, claims());
    return goOn(m, call);
  }, () => {
    const [ctx] = call.args;
    if (v.optional === true) {
      if (ctx && key !== null) m.set(m.get(ctx, 'state'), key, UNDEFINED);
      return goOn(m, call);
    }
    m.throw(httpError(v.refusal ?? 401, 'UnauthorizedError'), v.site);
    return UNDEFINED;
  }));
}

/** `jwt({ secret, passthrough, cookie, key })`. */
const koaJwt = (): NativeValue => native('koaJwt', (m, call) => {
  const [options] = call.args;
  const key = options?.t === 'object' ? stringOf(m.get(options, 'key')) : undefined;
  const cookie = options?.t === 'object' && options.props.has('cookie');
  return withUnless(throwing({ name: 'koaJwt', by: 'koa-jwt', mechanisms: [cookie ? 'cookie' : 'bearer'], optional: isOn(m, options, 'passthrough'), site: call.site }, key ?? 'user'));
});

const guard = (name: string, by: string, mechanism: string): NativeValue => native(name, (_m: Machine, call: Call) => throwing({ name, by, mechanisms: [mechanism], site: call.site }, null));

/** Guards of Koa. */
export const library: Library = {
  name: 'koa guards',
  models: () => packages({
    'koa-jwt': { default: koaJwt() },
    'koa-basic-auth': { default: guard('basicAuth', 'koa-basic-auth', 'basic') },
    'koa-unless': { default: unlessMethod() },
    'koa-bearer-token': { default: passingFactory('bearerToken'), bearerToken: passingFactory('bearerToken') },
    'koa-session': { default: passingFactory('session') }, 'koa-generic-session': { default: passingFactory('session') }, 'koa-session2': { default: passingFactory('session') },
    'koa-csrf': { default: passingFactory('csrf') },
  }),
};
