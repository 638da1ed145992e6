import type { Machine } from '../../evaluate/machine';
import type { Call, Value } from '../../evaluate/value';
import { input, lit, native, object, UNDEFINED } from '../../evaluate/value';
import { httpError, nobody, verified } from '../credentials';
import type { Library } from '../library';

/** The session of nuxt-auth-utils: an object that is always there, with a user when somebody is signed in. */
const session = (user: Value): Value => object([['user', user], ['secure', input('session', 'secure')], ['loggedInAt', input('session', 'loggedInAt')], ['id', input('session', 'id')]]);

/** `requireUserSession(event)` throws 401 where there is no user. */
function require(m: Machine, call: Call): Value {
  const v = { name: 'requireUserSession', by: 'requireUserSession of nuxt-auth-utils', mechanisms: ['session'], site: call.site };
  return m.fork([
    { run: () => { m.assume(verified(v)); return session(m.input('principal')); } },
    { run: () => { m.assume(nobody(v.site)); m.throw(httpError(401, 'Unauthorized'), call.site); return UNDEFINED; } },
  ], false);
}

const names: Readonly<Record<string, Value>> = {
  requireUserSession: native('requireUserSession', require),
  getUserSession: native('getUserSession', m => session(m.input('principal'))),
  ...Object.fromEntries(['setUserSession', 'replaceUserSession'].map(name => [name, native(name, (_m, call) => call.args[1] ?? UNDEFINED)])),
  clearUserSession: native('clearUserSession', () => lit(true)),
};

/** nuxt-auth-utils, whose functions Nuxt imports without being asked, and the server side of sidebase's nuxt-auth. */
export const library: Library = {
  name: 'nuxt-auth-utils',
  models: () => ({
    imports: (specifier, name) => specifier === '#imports' || specifier === '#auth-utils' ? (Object.hasOwn(names, name) ? names[name] : undefined)
      : specifier === '#auth' && name === 'getServerSession' ? native('getServerSession', m => m.input('session')) : specifier === '#auth' && name === 'getToken' ? native('getToken', m => m.input('principal')) : undefined,
    globals: name => Object.hasOwn(names, name) ? names[name] : undefined,
  }),
};
