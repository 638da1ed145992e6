import type { Machine } from '../../evaluate/machine';
import type { Call, NativeValue, Value } from '../../evaluate/value';
import { derived, input, isCallable, native, object } from '../../evaluate/value';
import { claims, either, guard, guarded, httpError, packages, passing, passingFactory, textsOf, verifying } from '../credentials';
import type { Library } from '../library';

/** A method that throws unless the credential among its arguments is good. */
const checked = (by: string, key: string, members: Readonly<Record<string, Value>>): NativeValue => native(by, (m, call) => {
  const [options] = call.args;
  const token = options?.t === 'object' ? m.get(options, key) : options ?? derived(key, []);
  return verifying(m, call, { by }, token, claims(members));
});

/** Stytch: `authenticate` asks its service. `authenticateJwtLocal` looks at the signature alone, which is a proof all the same. */
function stytch(): NativeValue {
  const session = { session: input('session'), user: input('principal'), member: input('principal') };
  const sessions = object([
    ['authenticate', native('stytch.sessions.authenticate', (m, call) => {
      const options = call.args[0] ?? derived('token', []);
      return verifying(m, call, { by: 'sessions.authenticate of stytch' }, options, claims(session));
    })],
    ['authenticateJwt', checked('sessions.authenticateJwt of stytch', 'session_jwt', session)], ['authenticateJwtLocal', checked('sessions.authenticateJwtLocal of stytch', 'session_jwt', session)],
  ]);
  return native('stytch.Client', () => object([['sessions', sessions]]));
}

/** WorkOS in Next.js: `withAuth()` only tells; with `ensureSignedIn` it sends strangers away. */
const workos = native('withAuth', (m, call) => {
  const [options] = call.args;
  const known = claims({ user: input('principal'), role: input('principal', 'role'), permissions: input('principal', 'permissions') });
  if (options?.t !== 'object' || m.truth(m.get(options, 'ensureSignedIn')) !== true) return object([['user', m.input('principal')], ...['role', 'roles', 'permissions', 'sessionId', 'organizationId'].map(key => [key, input('principal', key)] as const)]);
  return either(m, { name: 'withAuth', by: 'withAuth of @workos-inc/authkit-nextjs', mechanisms: ['session'], site: call.site }, () => known, () => { m.throw(httpError(302, 'Redirect'), call.site); return known; });
});

/** Kinde in Next.js. */
function kindeSession(): Value {
  return object([
    ['isAuthenticated', native('kinde.isAuthenticated', m => derived('test', [m.input('session')]))], ['getUser', native('kinde.getUser', m => m.input('principal'))],
    ...['getPermission', 'getPermissions', 'getRoles', 'getClaim', 'getOrganization', 'getAccessToken', 'getIdToken'].map(name => [name, native(`kinde.${name}`, (_m, call) => derived('has', [input('principal', 'permissions'), ...call.args]))] as const),
  ]);
}

const kindeWrapper = (name: string): NativeValue => native(name, (m: Machine, call: Call) => {
  const handler = call.args.find(isCallable);
  const [, options] = call.args;
  const roles = options?.t === 'object' ? ['roles', 'permissions'].flatMap(key => textsOf(m.get(options, key))) : [];
  return handler ? guarded({ name, by: `${name} of @kinde-oss/kinde-auth-nextjs`, mechanisms: ['session'], roles, site: call.site }, handler) : derived(name, call.args);
});

/** Identity services whose packages check callers: Stytch, WorkOS, Kinde, Ory. */
export const library: Library = {
  name: 'identity services',
  models: () => {
    const kindeServer = { getKindeServerSession: native('getKindeServerSession', kindeSession), protectApi: kindeWrapper('protectApi'), protectPage: kindeWrapper('protectPage') };
    const protectRoute = native('protectRoute', (m, call) => m.call(guard({ name: 'protectRoute', by: 'protectRoute of @kinde-oss/kinde-node-express', mechanisms: ['session'], refusal: 403, site: call.site }), call.args, { site: call.site }));
    const client = stytch();
    return packages({
      stytch: { Client: client, B2BClient: client },
      '@workos-inc/authkit-nextjs': { withAuth: workos, authkitMiddleware: native('authkitMiddleware', () => passing('authkitMiddleware')) },
      '@kinde-oss/kinde-auth-nextjs/server': kindeServer, '@kinde-oss/kinde-auth-nextjs': kindeServer,
      '@kinde-oss/kinde-node-express': { protectRoute, getUser: passing('getUser'), setupKinde: passingFactory('setupKinde') },
      '@ory/client': { FrontendApi: native('FrontendApi', () => object([['toSession', native('toSession', (m, call) => verifying(m, call, { by: 'toSession of @ory/client' }, call.args[0] ?? derived('token', []), claims({ data: input('session') })))]])) },
    });
  },
};
