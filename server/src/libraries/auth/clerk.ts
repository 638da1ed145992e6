import type { Machine } from '../../evaluate/machine';
import type { Call, ModelType, NativeValue, Value } from '../../evaluate/value';
import { derived, input, lit, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import { either, goOn, guard, httpError, packages, passing, textsOf } from '../credentials';
import type { Verification } from '../credentials';
import type { Library } from '../library';
import { matchesRequest, requestPathOf } from './unless';

/** The rights that `has` and `protect` ask for: roles, or permissions, features and plans. */
function rightsOf(m: Machine, options: Value | undefined, keys: readonly string[]): readonly string[] {
  return options?.t === 'object' ? keys.flatMap(key => textsOf(m.get(options, key))) : [];
}

const ROLES: readonly string[] = ['role'];
const PERMISSIONS: readonly string[] = ['permission', 'feature', 'plan'];

/** `has({ role })`: whether the caller holds it. */
function has(m: Machine, options: Value | undefined): Value {
  const roles = rightsOf(m, options, ROLES);
  const permissions = rightsOf(m, options, PERMISSIONS);
  const held = (of: string, rights: readonly string[]): Value => derived('has', [input('principal', of), ...rights.map(right => lit(right))]);
  return roles.length > 0 && permissions.length > 0 ? derived('&&', [held('roles', roles), held('permissions', permissions)]) : roles.length > 0 ? held('roles', roles) : held('permissions', permissions);
}

/** `auth.protect()` does not return for those who are not signed in: Clerk answers 404 or sends them to the sign-in page. */
const protecting = (): NativeValue => native('auth.protect', (m, call) => {
  const v: Verification = { name: 'auth.protect', by: 'auth.protect of Clerk', mechanisms: ['session'], roles: rightsOf(m, call.args[0], ROLES), scopes: rightsOf(m, call.args[0], PERMISSIONS), site: call.site };
  return either(m, v, () => model(authType, null, call.site) as Value, () => { m.throw(httpError(404, 'ClerkProtect'), call.site); return UNDEFINED; });
});

/** What Clerk knows about the caller; what it names is missing for those who are not signed in. */
const authType: ModelType<null> = {
  name: 'clerk.Auth',
  get: (_self, key, m) => {
    switch (key) {
      case 'has': return native('has', (machine, call) => has(machine, call.args[0]));
      case 'protect': return protecting();
      case 'redirectToSignIn': return native('redirectToSignIn', (machine, call) => { machine.throw(httpError(302, 'Redirect'), call.site); return UNDEFINED; });
      case 'then': case 'catch': case 'finally': return undefined;
      default: return m.input('principal', key);
    }
  },
  mentions: () => [input('principal')],
};

const authFunction = (name: string): NativeValue => native(name, (_m, call) => model(authType, null, call.site) as Value, [['protect', protecting()]]);

const requireAuth = (name: string, refusal: 401 | 302): NativeValue => native(name, (_m, call) => guard({ name, by: `${name} of Clerk`, mechanisms: ['session'], refusal, site: call.site }));

/** `clerkMiddleware((auth, request) => …)`: the handler decides; alone it lets everybody go on. */
const nextMiddleware = (): NativeValue => native('clerkMiddleware', (_m, call) => {
  const handler = call.args.find(one => one.t === 'fn');
  if (!handler) return passing('clerkMiddleware');
  return native('clerkMiddleware', (m: Machine, inner: Call) => m.call(handler, [authFunction('auth'), ...inner.args], { site: inner.site }));
});

/** The path patterns of `createRouteMatcher` as expressions: `/dashboard(.*)`, `/users/:id`. */
function patternOf(v: Value): Value {
  const text = stringOf(v);
  if (text === undefined) return v;
  const source = text.split(/(\([^)]*\)|:\w+)/).map(part => part.startsWith('(') ? part : part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}|[\]\\/]/g, '\\$&')).join('');
  return { t: 'regex', source: `^${source}$`, flags: '' };
}

const routeMatcher = native('createRouteMatcher', (_m, call) => {
  const [given] = call.args;
  const patterns = (given?.t === 'list' ? given.items : given ? [given] : []).map(patternOf);
  return native('isRoute', (m, inner) => {
    const [req = UNDEFINED] = inner.args;
    const path = stringOf(m.get(m.get(req, 'nextUrl'), 'pathname')) ?? requestPathOf(m, req);
    const answers = path === undefined ? [undefined] : patterns.map(pattern => matchesRequest(m, pattern, path, UNDEFINED));
    if (answers.includes(true)) return lit(true);
    return answers.every(answer => answer === false) ? lit(false) : derived('isRoute', patterns);
  });
});

/** Clerk for Express, Next.js and plain Node. */
export const library: Library = {
  name: 'clerk',
  models: () => {
    const getAuth = authFunction('getAuth');
    const loading = (name: string): NativeValue => native(name, () => native(name, goOn));
    const currentUser = native('currentUser', m => m.input('principal'));
    return packages({
      '@clerk/express': { clerkMiddleware: loading('clerkMiddleware'), requireAuth: requireAuth('requireAuth', 302), getAuth },
      '@clerk/clerk-sdk-node': { ClerkExpressRequireAuth: requireAuth('ClerkExpressRequireAuth', 401), ClerkExpressWithAuth: loading('ClerkExpressWithAuth') },
      '@clerk/fastify': { getAuth },
      '@hono/clerk-auth': { clerkMiddleware: loading('clerkMiddleware'), getAuth },
      '@clerk/nextjs/server': { auth: authFunction('auth'), getAuth, currentUser, clerkMiddleware: nextMiddleware(), createRouteMatcher: routeMatcher },
      '@clerk/nextjs': { auth: authFunction('auth'), currentUser },
      '@clerk/backend': { verifyToken: native('verifyToken', (m, call) => either(m, { name: 'verifyToken', by: 'verifyToken of Clerk', mechanisms: ['bearer'], site: call.site }, () => input('principal'),
        () => { m.throw(object([['name', lit('TokenVerificationError')]]), call.site); return UNDEFINED; })) },
    });
  },
};
