import type { Machine } from '../../evaluate/machine';
import type { Call, NativeValue, Value } from '../../evaluate/value';
import { input, list, model, native, object } from '../../evaluate/value';
import type { ModelType } from '../../evaluate/value';
import { guard, isOff, passing, passingFactory, packages, textsOf, verifying, claims } from '../credentials';
import type { Verification } from '../credentials';
import type { Library } from '../library';
import { unlessMethod, withUnless } from './unless';

type Made = Omit<Verification, 'site'>;

/** A function that makes a guard of what it is given. */
const factory = (name: string, make: (m: Machine, call: Call) => Made): NativeValue => native(name, (m, call) => guard({ ...make(m, call), site: call.site }));

const expressJwt = (): NativeValue => native('expressjwt', (m, call) => withUnless(guard({
  name: 'expressjwt', by: 'express-jwt', mechanisms: ['bearer'], optional: isOff(m, call.args[0], 'credentialsRequired'), site: call.site,
})));

/** Guards that read claims of a caller that was verified before: they refuse without one. */
function claimGuards(by: string, mechanism: string): Record<string, Value> {
  const made = (name: string, scopes: (call: Call) => readonly string[] = () => []): readonly [string, Value] =>
    [name, factory(name, (_m, call) => ({ name, by: `${name} of ${by}`, mechanisms: [mechanism], scopes: scopes(call), refusal: 403 }))];
  // A text names several scopes with blanks between them.
  const named = (call: Call): readonly string[] => textsOf(call.args[0]).flatMap(text => text.split(' ').filter(part => part !== ''));
  return Object.fromEntries([made('requiredScopes', named), made('scopeIncludesAny', named), made('claimCheck'), made('claimEquals'), made('claimIncludes')]);
}

const bearerAuth = (): NativeValue => factory('auth', (m, call) => ({
  name: 'auth', by: 'auth of express-oauth2-jwt-bearer', mechanisms: ['bearer'], optional: isOff(m, call.args[0], 'authRequired'),
}));

/** `auth()` of express-openid-connect asks for a login on every route unless told not to. */
const openidAuth = (): NativeValue => native('auth', (m, call) => isOff(m, call.args[0], 'authRequired') ? passing('auth')
  : guard({ name: 'auth', by: 'auth of express-openid-connect', mechanisms: ['session'], refusal: 302, site: call.site }));

const keycloakType: ModelType<null> = {
  name: 'Keycloak',
  get: (_self, key) => {
    switch (key) {
      case 'middleware': return native('keycloak.middleware', () => list([passing('keycloak.middleware')]));
      case 'protect': case 'enforcer': return factory(`keycloak.${key}`, (_m, call) => ({
        name: `keycloak.${key}`, by: `keycloak.${key} of keycloak-connect`, mechanisms: ['bearer'], refusal: 403,
        roles: key === 'protect' ? textsOf(call.args[0]).map(role => role.replace(/^realm:/, '')) : [],
      }));
      case 'checkSso': return native('keycloak.checkSso', (_m, call) => guard({ name: 'keycloak.checkSso', by: 'keycloak-connect', mechanisms: ['session'], optional: true, site: call.site }));
      default: return undefined;
    }
  },
};

/** `verifySession` of SuperTokens, as a middleware of Express and Koa. */
const verifySession = (): NativeValue => factory('verifySession', (m, call) => ({
  name: 'verifySession', by: 'verifySession of supertokens-node', mechanisms: ['session'], optional: isOff(m, call.args[0], 'sessionRequired'),
}));

/** `Session.getSession(req, res, options)` throws without a session. */
const getSession = native('Session.getSession', (m, call) => {
  if (isOff(m, call.args[2], 'sessionRequired')) return input('session');
  return verifying(m, call, { by: 'Session.getSession of supertokens-node' }, input('cookie', 'sAccessToken'), claims({
    getUserId: native('getUserId', () => input('principal', 'userId')), getAccessTokenPayload: native('getAccessTokenPayload', () => input('principal')),
  }));
});

/** express-jwt-permissions: `guard().check('admin')`; it refuses requests that express-jwt let through without a user. */
const permissions = (): NativeValue => native('guard', () => object([['check', native('guard.check', (_m, call) => {
  const [wanted] = call.args;
  const roles = wanted?.t === 'list' ? wanted.items.flatMap(textsOf) : textsOf(wanted);
  return withUnless(guard({ name: 'guard.check', by: 'express-jwt-permissions', mechanisms: ['bearer'], roles, refusal: 403, site: call.site }));
})]]));

/** Guards of Express: express-jwt, the libraries of Auth0, basic authentication, Keycloak, SuperTokens, sessions of Passport. */
export const library: Library = {
  name: 'express guards',
  models: () => {
    const jwt = expressJwt();
    const ensure = (name: string): NativeValue => factory(name, () => ({ name, by: 'connect-ensure-login', mechanisms: ['session'], refusal: 302 }));
    const supertokens = { verifySession: verifySession() };
    const around = { middleware: passingFactory('supertokens.middleware'), errorHandler: passingFactory('supertokens.errorHandler') };
    return packages({
      'express-jwt': { default: jwt, expressjwt: jwt, expressJwt: jwt },
      'express-unless': { default: unlessMethod(), unless: unlessMethod() },
      'express-oauth2-jwt-bearer': { auth: bearerAuth(), ...claimGuards('express-oauth2-jwt-bearer', 'bearer') },
      'express-openid-connect': {
        auth: openidAuth(),
        requiresAuth: factory('requiresAuth', () => ({ name: 'requiresAuth', by: 'requiresAuth of express-openid-connect', mechanisms: ['session'], refusal: 302 })),
        attemptSilentLogin: passingFactory('attemptSilentLogin'), ...claimGuards('express-openid-connect', 'session'),
      },
      'express-jwt-permissions': { default: permissions() },
      'express-basic-auth': { default: factory('basicAuth', () => ({ name: 'basicAuth', by: 'express-basic-auth', mechanisms: ['basic'] })) },
      'connect-ensure-login': { ensureLoggedIn: ensure('ensureLoggedIn'), ensureAuthenticated: ensure('ensureAuthenticated'), ensureLoggedOut: passingFactory('ensureLoggedOut'), ensureNotAuthenticated: passingFactory('ensureNotAuthenticated') },
      'keycloak-connect': { default: native('Keycloak', (_m, call) => model(keycloakType, null, call.site) as Value) },
      'supertokens-node/recipe/session/framework/express': supertokens,
      'supertokens-node/recipe/session/framework/koa': supertokens,
      'supertokens-node/recipe/session': { getSession },
      'supertokens-node/framework/express': around,
      'supertokens-node/framework/koa': around,
    });
  },
};
