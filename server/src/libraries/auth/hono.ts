import type { Machine } from '../../evaluate/machine';
import type { Call, NativeValue, Value } from '../../evaluate/value';
import { derived, input, lit, native, object, UNDEFINED } from '../../evaluate/value';
import { claims, either, goOn, httpError, packages, passingFactory, verifying } from '../credentials';
import type { Verification } from '../credentials';
import type { Library } from '../library';

/** Sets a variable of the context for what comes after. */
function remember(m: Machine, call: Call, name: string, value: Value): void {
  const [c] = call.args;
  if (c) m.call(m.get(c, 'set'), [lit(name), value], { self: c, site: call.site });
}

/** A middleware that goes on with a verified credential and throws otherwise, so that `some` can try another one. */
function throwing(v: Verification, sets: string | null): NativeValue {
  const status = v.refusal ?? 401;
  return native(v.name, (m, call) => either(m, { ...v, optional: false }, () => {
    if (sets !== null) remember(m, call, sets, claims());
    return goOn(m, call);
  }, () => {
    if (v.optional === true) {
      if (sets !== null) remember(m, call, sets, UNDEFINED);
      return goOn(m, call);
    }
    m.throw(httpError(status, 'HTTPException'), v.site);
    return UNDEFINED;
  }));
}

const isOn = (m: Machine, options: Value | undefined, key: string): boolean => options?.t === 'object' && options.props.has(key) && m.truth(m.get(options, key)) === true;

/** A guard that is made by a call. */
const factory = (name: string, module: string, mechanism: string, sets: string | null = null, more: (m: Machine, call: Call) => Partial<Verification> = () => ({})): NativeValue =>
  native(name, (m, call) => throwing({ name, by: `${name} of ${module}`, mechanisms: [mechanism], site: call.site, ...more(m, call) }, sets));

/** A token in a cookie when the options name one. */
const byCookie = (m: Machine, call: Call): Partial<Verification> => {
  const [options] = call.args;
  return options?.t === 'object' && options.props.has('cookie') ? { mechanisms: ['cookie'] } : {};
};

/** Guards of Hono: its own bearer, basic and token middleware, and those that its packages bring. */
export const library: Library = {
  name: 'hono guards',
  models: () => {
    const verify = (by: string): NativeValue => native(by, (m, call) => verifying(m, call, { by }, call.args[0] ?? UNDEFINED, claims()));
    const jwk = factory('jwk', 'hono/jwk', 'bearer', 'jwtPayload', (m, call) => ({ ...byCookie(m, call), optional: isOn(m, call.args[0], 'allow_anon') }));
    const principal = native('getAuth', m => m.input('principal'));
    const tokens = { verify: verify('verify of hono/jwt'), verifyWithJwks: verify('verifyWithJwks of hono/jwt'), sign: native('sign', () => derived('token', [])), decode: native('decode', (_m, call) => derived('decode', call.args)) };
    return packages({
      'hono/bearer-auth': { bearerAuth: factory('bearerAuth', 'hono/bearer-auth', 'bearer') },
      'hono/basic-auth': { basicAuth: factory('basicAuth', 'hono/basic-auth', 'basic') },
      'hono/jwt': { jwt: factory('jwt', 'hono/jwt', 'bearer', 'jwtPayload', byCookie), ...tokens },
      'hono/utils/jwt': { Jwt: object(Object.entries(tokens)) },
      'hono/jwk': { jwk },
      '@hono/auth-js': {
        verifyAuth: factory('verifyAuth', '@hono/auth-js', 'session', 'authUser'), initAuthConfig: passingFactory('initAuthConfig'),
        authHandler: native('authHandler', () => native('authHandler', (m, call) => { m.emit({ kind: 'respond', value: derived('authHandler', []), status: null, site: call.site, via: 'authHandler' }); return UNDEFINED; })),
        getAuthUser: native('getAuthUser', m => m.input('principal')),
      },
      '@hono/oidc-auth': {
        oidcAuthMiddleware: factory('oidcAuthMiddleware', '@hono/oidc-auth', 'session', null, () => ({ refusal: 302 })), initOidcAuthMiddleware: passingFactory('initOidcAuthMiddleware'), getAuth: principal,
        processOAuthCallback: native('processOAuthCallback', () => derived('redirect', [])), revokeSession: native('revokeSession', () => UNDEFINED),
      },
      '@hono/firebase-auth': { verifyFirebaseAuth: factory('verifyFirebaseAuth', '@hono/firebase-auth', 'bearer'), getFirebaseToken: native('getFirebaseToken', () => input('principal')) },
    });
  },
};
