import type { LibraryCall } from '../../model/calls';
import type { Check, CheckContext } from '../check';
import { endpointOf, reachedBy, subjectOf } from '../known';

const identity = /(^|\.)(req|request)\.session\.(user|userId|userID|user_id|uid|account|accountId|loggedIn|isLoggedIn|loggedin|authenticated|isAuthenticated|isAuth|username|currentUser|adminId|admin)$/;
const signIn = /log_?in|sign_?in|authenticate|\bauth\b|callback/i;
const comparesPassword = (call: LibraryCall): boolean => /^(bcrypt|bcryptjs|argon2)$/.test(call.package) && /^(compare|compareSync|verify)$/.test(call.name);
const topOf = (unit: string): string => /^[^#]*#\d*/.exec(unit)?.[0] ?? unit;

function signsIn(call: LibraryCall, { model }: CheckContext): boolean {
  const [value] = call.args;
  if (value === undefined || (value.k === 'literal' && !value.value)) return false;
  const near = model.calls.filter((other) => other.file === call.file && (other.unit === call.unit || call.unit.startsWith(`${other.unit}.`)));
  return near.some(comparesPassword) || call.functions.some((name) => signIn.test(name)) || call.endpoints.some((id) => /^POST .*(log-?in|sign-?in|session|auth)/i.test(id));
}

/** A session keeps its identifier when somebody signs in. */
export const check: Check<'call'> = {
  id: 'auth/session-fixation',
  about: 'call',
  title: 'The session keeps its identifier at sign-in',
  why: 'Who can plant a session identifier in a browser (by a link, a sub-domain, a shared computer) knows it after the sign-in too, and with it is that user.',
  remedy: 'Call `req.session.regenerate()` before the user is written into the session.',
  silent: 'It is silent where `regenerate` (or passport\'s `login`, which does it) is called anywhere around, and for sessions that live in the cookie itself, which have no identifier to plant.',
  owasp: 'API2:2023',
  cwe: 384,
  severity: 'warning',
  presets: ['recommended', 'strict'],
  run(call, context) {
    if (call.form !== 'assign' || !identity.test(call.result.into[0] ?? '') || !signsIn(call, context)) return [];
    const { calls } = context.model;
    // Only sessions with an identifier can be fixed: those of express-session and its like.
    if (!calls.some((other) => other.package === 'express-session' || other.package === '@fastify/session')) return [];
    if (calls.some((other) => topOf(other.unit) === topOf(call.unit) && /^(regenerate|login)$/.test(other.name))) return [];
    return [{
      place: call, message: 'The user signs in to a session whose identifier was there before, so who planted it is signed in too; call req.session.regenerate() first.',
      endpoint: endpointOf(call), subject: `${call.result.into[0] ?? ''} ${subjectOf(call)}`, related: reachedBy(call), repairs: [],
    }];
  },
};
