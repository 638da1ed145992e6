import type { Machine } from '../../evaluate/machine';
import type { Call, NativeValue, Value } from '../../evaluate/value';
import { derived, input, isCallable, model, native, object, UNDEFINED } from '../../evaluate/value';
import type { ModelType } from '../../evaluate/value';
import { answersItself } from '../../evaluate/library';
import { goOn, guarded, httpError, nextOf, nobody, packages, passingFactory, verified } from '../credentials';
import type { Verification } from '../credentials';
import type { Library } from '../library';

/** The session of the caller, or nothing: a test of it is a test of a credential. */
const reading = (name: string): NativeValue => native(name, m => m.input('session'));

const SIGNS_IN = 'a library signs people in here, before they have credentials';

/** An answer that the library gives itself. */
function answering(name: string): NativeValue {
  return native(name, (m, call) => {
    const value = derived(name, []);
    m.emit({ kind: 'respond', value, status: null, site: call.site, via: name });
    return value;
  });
}

/** `auth((req) => …)` of Auth.js runs the handler for everybody, with `req.auth` set when there is a session. */
function authOf(): NativeValue {
  return native('auth', (m, call) => {
    const [handler] = call.args;
    if (handler?.t !== 'fn' && handler?.t !== 'native') return m.input('session');
    return native('auth', (machine, inner) => {
      const [req] = inner.args;
      if (req) machine.set(req, 'auth', input('principal'));
      return machine.call(handler, inner.args, { self: inner.self, site: inner.site });
    });
  });
}

/** What `NextAuth(options)` gives: an object in version 5, a handler before. */
function nextAuth(): Value {
  const handler = answering('next-auth');
  const made = native('next-auth', (m, call) => m.call(handler, call.args, { site: call.site }), [
    ['handlers', object([['GET', handler], ['POST', handler]])], ['auth', authOf()], ['signIn', native('signIn', () => derived('signIn', []))], ['signOut', native('signOut', () => derived('signOut', []))],
  ]);
  // `NextAuth(req, res, options)` in a route of version 4 answers at once.
  return native('NextAuth', (m, call) => call.args.length > 1 ? m.call(handler, call.args, { site: call.site }) : made);
}

/** The middleware of next-auth: it lets those go on who have a token, or whom `callbacks.authorized` accepts. */
function middlewareOf(m: Machine, call: Call): Value {
  const options = call.args.find(one => one.t === 'object');
  const inner = call.args.find(one => one.t === 'fn');
  const callbacks = options ? m.get(options, 'callbacks') : UNDEFINED;
  const authorized = callbacks.t === 'object' ? callbacks.props.get('authorized') : undefined;
  const v: Verification = { name: 'withAuth', by: 'withAuth of next-auth', mechanisms: ['session'], refusal: 302, site: call.site };
  const proceed = (machine: Machine, request: Call): Value => {
    const [req] = request.args;
    if (!inner) return goOn(machine, request);
    if (req) machine.set(req, 'nextauth', object([['token', input('principal')]]));
    return machine.call(inner, request.args, { site: request.site });
  };
  const stop = (machine: Machine): Value => { machine.throw(httpError(302, 'Redirect'), v.site); return UNDEFINED; };
  return native('withAuth', (machine, request) => {
    const decide = (token: Value): Value => authorized ? machine.call(authorized, [object([['token', token], ['req', request.args[0] ?? UNDEFINED]])], { site: call.site }) : token;
    return machine.fork([
      { run: () => { machine.assume(verified(v)); return machine.truth(decide(input('principal'))) === false ? stop(machine) : proceed(machine, request); } },
      { run: () => { machine.assume(nobody(v.site)); return machine.truth(decide({ t: 'lit', v: null })) === false ? stop(machine) : proceed(machine, request); } },
    ], false);
  });
}

/** `withApiAuthRequired(handler)`. */
const requiring = (name: string, by: string): NativeValue => native(name, (_m, call) => {
  const handler = call.args.find(isCallable);
  return handler ? guarded({ name, by: `${name} of ${by}`, mechanisms: ['session'], site: call.site }, handler) : derived(name, call.args);
});

const auth0 = (): Readonly<Record<string, Value>> => ({
  getSession: reading('getSession'), getAccessToken: native('getAccessToken', () => derived('token', [input('session')])),
  withApiAuthRequired: requiring('withApiAuthRequired', '@auth0/nextjs-auth0'), withPageAuthRequired: requiring('withPageAuthRequired', '@auth0/nextjs-auth0'),
  handleAuth: native('handleAuth', () => answering('handleAuth')),
});

/** What Supabase says about the caller. */
function supabaseAuth(): Value {
  const invalid = derived('supabase.invalid', [input('principal')]);
  const answer = (entries: readonly (readonly [string, Value])[]): Value => object([['data', object(entries)], ['error', invalid]]);
  return object([
    ['getUser', native('supabase.getUser', m => answer([['user', m.input('principal')]]))],
    ['getClaims', native('supabase.getClaims', m => answer([['claims', m.input('principal')]]))],
    ['getSession', native('supabase.getSession', m => answer([['session', m.input('session')]]))],
    ...['signInWithPassword', 'signUp', 'signOut', 'signInWithOAuth', 'signInWithOtp', 'exchangeCodeForSession', 'verifyOtp', 'resetPasswordForEmail', 'refreshSession', 'setSession', 'updateUser']
      .map(name => [name, native(`supabase.${name}`, (_m, call) => derived(`supabase.${name}`, call.args))] as const),
  ]);
}

const supabaseType: ModelType<Value> = { name: 'Supabase', get: (self, key) => key === 'auth' ? self.state : undefined };

const betterAuthType: ModelType<null> = {
  name: 'betterAuth',
  get: (_self, key) => {
    if (key === 'handler') return answering('better-auth');
    return key === 'api' ? object([
      ['getSession', reading('auth.api.getSession')], ['userHasPermission', native('userHasPermission', (_m, call) => object([['success', derived('has', [input('principal', 'permissions'), ...call.args])]]))],
      ...['signInEmail', 'signUpEmail', 'signOut', 'listSessions'].map(name => [name, native(`auth.api.${name}`, (_m, call) => derived(name, call.args))] as const),
    ]) : undefined;
  },
};

/** Lucia, until 2025. */
const lucia = (): Value => native('Lucia', () => {
  const found = (): Value => object([['session', input('session')], ['user', input('principal')]]);
  return object([
    ['validateSession', native('lucia.validateSession', found)], ['validateRequest', native('lucia.validateRequest', found)],
    ['readSessionCookie', native('lucia.readSessionCookie', m => m.input('cookie', 'auth_session'))], ['readBearerToken', native('lucia.readBearerToken', (_m, call) => derived('bearer', call.args))],
    ...['createSession', 'invalidateSession', 'invalidateUserSessions', 'createSessionCookie', 'createBlankSessionCookie'].map(name => [name, native(`lucia.${name}`, (_m, call) => derived(name, call.args))] as const),
  ]);
});

/** Sessions that code asks for and tests: Auth.js, Better Auth, Auth0, Supabase, iron-session, Lucia. */
export const library: Library = {
  name: 'sessions',
  models: () => {
    const wrapper = native('withIronSession', (_m, call) => call.args[0] ?? UNDEFINED);
    const supabase = native('createClient', (_m, call) => model(supabaseType, supabaseAuth(), call.site) as Value);
    const clients = { createClient: supabase, createServerClient: supabase, createBrowserClient: supabase, createRouteHandlerClient: supabase, createServerComponentClient: supabase, createServerActionClient: supabase, createMiddlewareClient: supabase, createPagesServerClient: supabase, createServerSupabaseClient: supabase };
    const withAuth = native('withAuth', (m, call) => {
      // `export { default } from 'next-auth/middleware'` is the middleware itself.
      const asked = call.args.some(one => one.t === 'model') || (nextOf(call) !== undefined && call.args.length > 1);
      return asked ? m.call(middlewareOf(m, { ...call, args: [] }), call.args, { site: call.site }) : middlewareOf(m, call);
    });
    const serverSession = { getServerSession: reading('getServerSession'), unstable_getServerSession: reading('getServerSession') };
    return packages({
      'next-auth': { default: nextAuth(), ...serverSession },
      'next-auth/next': { default: nextAuth(), ...serverSession },
      'next-auth/react': { getSession: reading('getSession') },
      'next-auth/jwt': { getToken: native('getToken', m => m.input('principal')) },
      'next-auth/middleware': { default: withAuth, withAuth },
      '@auth/express': { getSession: reading('getSession'), ExpressAuth: native('ExpressAuth', () => answersItself(answering('ExpressAuth'), 'ANY', { path: '/{rest*}', open: SIGNS_IN })) },
      'better-auth': { betterAuth: native('betterAuth', (_m, call) => model(betterAuthType, null, call.site) as Value) },
      'better-auth/node': { toNodeHandler: native('toNodeHandler', () => answersItself(answering('toNodeHandler'), 'ANY', { path: '/{rest*}', open: SIGNS_IN })), fromNodeHeaders: native('fromNodeHeaders', (_m, call) => call.args[0] ?? UNDEFINED) },
      'better-auth/next-js': { toNextJsHandler: native('toNextJsHandler', () => object(['GET', 'POST'].map(name => [name, answering('toNextJsHandler')] as const))) },
      '@supabase/supabase-js': { createClient: supabase }, '@supabase/ssr': clients, '@supabase/auth-helpers-nextjs': clients,
      'iron-session': { getIronSession: reading('getIronSession') },
      'iron-session/next': { withIronSessionApiRoute: wrapper, withIronSessionSsr: wrapper },
      'iron-session/express': { ironSession: passingFactory('ironSession') },
      'express-session': { default: passingFactory('session') }, 'cookie-session': { default: passingFactory('cookieSession') }, 'client-sessions': { default: passingFactory('clientSessions') },
      lucia: { Lucia: lucia() },
      '@auth0/nextjs-auth0': { ...auth0(), initAuth0: native('initAuth0', () => object(Object.entries(auth0()))) },
      '@auth0/nextjs-auth0/server': { Auth0Client: native('Auth0Client', () => object([...Object.entries(auth0()), ['middleware', native('auth0.middleware', (_m, call) => derived('auth0.middleware', call.args))]])) },
    });
  },
};
