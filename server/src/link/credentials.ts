import type { Branch } from '../evaluate/path';
import { mentions } from '../evaluate/truth';
import type { Value } from '../evaluate/value';

/** What a value says about the caller. `strong` is a credential; `weak` may carry one (a whole request, a call that saw one). */
export interface CredentialMention { readonly strength: 'strong' | 'weak'; readonly mechanism: string; readonly what: string }

const AUTH_HEADER = /^(authorization|proxy-authorization)$/i;
const KEY_HEADER = /api[-_]?key|auth|token|secret|signature|^x-.*-(key|sig)$|cookie/i;
const KEY_QUERY = /^(token|access_?token|api_?key|secret|sig|signature|auth|jwt)$/i;

/** The credential that a value depends on, strongest first; null when it depends on none. */
export function credentialIn(value: Value): CredentialMention | null {
  if (value.t === 'lit') return null;
  let weak: CredentialMention | null = null;
  let strong: CredentialMention | null = null;
  let limited = false;
  mentions(value, v => {
    // How often somebody called is no question of who it is, whatever the count is keyed by.
    if (v.t === 'sym' && v.op === 'import' && /rate-?limit/i.test(v.module)) { limited = true; return true; }
    if (v.t === 'model' && /request|context/i.test(v.type.name)) weak ??= { strength: 'weak', mechanism: 'custom', what: 'the request' };
    if (v.t === 'sym' && v.op === 'call' && weak === null && /session|principal|currentuser|getuser|getauth|^auth$|viewer/i.test(termName(v)) && !mentionsBody(v)) weak = { strength: 'weak', mechanism: 'session', what: `what ${termName(v)} gives` };
    if (v.t !== 'sym' || v.op !== 'input') return false;
    const name = String(v.path[0] ?? '');
    switch (v.in) {
      case 'principal': strong = { strength: 'strong', mechanism: 'principal', what: 'the authenticated user' }; return true;
      case 'session': strong = { strength: 'strong', mechanism: 'session', what: 'the session' }; return true;
      case 'cookie': strong = { strength: 'strong', mechanism: 'cookie', what: name === '' ? 'a cookie' : `the cookie ${name}` }; return true;
      case 'header':
        if (AUTH_HEADER.test(name)) { strong = { strength: 'strong', mechanism: 'bearer', what: 'the Authorization header' }; return true; }
        if (KEY_HEADER.test(name)) { strong = { strength: 'strong', mechanism: /cookie/i.test(name) ? 'cookie' : 'apiKey', what: `the header ${name}` }; return true; }
        if (name === '') weak ??= { strength: 'weak', mechanism: 'custom', what: 'the headers' };
        return false;
      case 'query':
        if (KEY_QUERY.test(name)) weak ??= { strength: 'weak', mechanism: 'apiKey', what: `the query parameter ${name}` };
        return false;
      default: return false;
    }
  });
  return limited ? null : strong ?? weak;
}

/** Whether a value depends on what a client put into the body: a password check at sign-in is no access control. */
export function mentionsBody(value: Value): boolean {
  return mentions(value, v => v.t === 'sym' && v.op === 'input' && v.in === 'body');
}

/** Whether a call's name suggests that it authenticates; enough to be silent, never to accuse or to prove. */
export function soundsLikeAuth(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z0-9]+/);
  return words.some(word => AUTH_WORDS.has(word)) || /auth(?!or)|jwt|guard|permission|session|signin|login/i.test(name);
}

const AUTH_WORDS: ReadonlySet<string> = new Set([
  'auth', 'authenticate', 'authenticated', 'authentication', 'authorize', 'authorized', 'authorization', 'protect', 'protected', 'guard', 'guarded', 'jwt', 'bearer', 'token',
  'session', 'login', 'loggedin', 'signin', 'permission', 'permissions', 'role', 'roles', 'admin', 'secure', 'secured', 'verify', 'principal', 'credentials', 'acl', 'rbac', 'policy', 'access', 'apikey', 'user',
]);

/** The dotted name of a term: `import('x').protect`, `auth.check`; for messages and for names that sound like authentication. */
export function termName(v: Value): string {
  switch (v.t) {
    case 'fn': return v.name ?? 'an anonymous function';
    case 'native': return v.name;
    case 'class': return v.name ?? 'a class';
    case 'instance': return v.cls.name ?? 'an instance';
    case 'model': return v.type.name;
    case 'sym':
      switch (v.op) {
        case 'import': return v.name === 'default' || v.name === '*' || v.name === 'export=' ? v.module : v.name;
        case 'global': case 'env': case 'derived': return v.name;
        case 'get': return `${termName(v.base)}.${v.key}`;
        case 'call': case 'new': return termName(v.base);
        case 'input': return [v.in, ...v.path].join('.');
      }
      return 'a term';
    case 'hole': return v.why;
    default: return v.t;
  }
}

/** Which outcome of a test means that a credential is there and good, by the form of the test alone. */
export function goodOutcome(condition: Branch): boolean {
  const { test } = condition;
  if (test.t !== 'sym' || test.op !== 'derived') return true;
  const [l, r] = test.from;
  const empty = (v: Value | undefined): boolean => v?.t === 'lit' && (v.v === undefined || v.v === null || v.v === false || v.v === '' || v.v === 0);
  const sides = empty(l) || empty(r);
  switch (test.name) {
    case '===': case '==': return !sides;
    case '!==': case '!=': return sides;
    case '<': case '<=': return false;
    default: return !/expired|invalid|revoked|blocked|missing|anonymous/i.test(test.name);
  }
}

const WHO = /^(user|userid|id|_id|sub|uid|email|username|login|account|accountid|isloggedin|loggedin|isauthenticated|authenticated)$/i;

/** Whether a value is who calls, or says that somebody does: `req.user`, `req.user.id`, `req.session.userId`, `req.isAuthenticated()`, the Authorization header. */
function isCaller(v: Value | undefined): boolean {
  if (v?.t !== 'sym') return false;
  if (v.op === 'derived') return v.name === 'test' && v.from.length === 1 && isCaller(v.from[0]);
  if (v.op !== 'input') return false;
  const [first] = v.path;
  switch (v.in) {
    case 'principal': return v.path.length === 0 || (v.path.length === 1 && WHO.test(first ?? ''));
    case 'session': return v.path.length > 0 && v.path.length < 3 && v.path.every(one => WHO.test(one));
    case 'header': return AUTH_HEADER.test(first ?? '');
    default: return false;
  }
}

/** Of a test that asks whether there is a caller at all: the outcome that means yes; null for any other test. */
export function callerOutcome({ test }: Branch): boolean | null {
  if (isCaller(test)) return true;
  if (test.t !== 'sym' || test.op !== 'derived' || test.from.length !== 2) return null;
  const [l, r] = test.from;
  const missing = (v: Value | undefined): boolean => v?.t === 'lit' && (v.v === undefined || v.v === null);
  if (!(isCaller(l) && missing(r)) && !(isCaller(r) && missing(l))) return null;
  return test.name === '===' || test.name === '==' ? false : test.name === '!==' || test.name === '!=' ? true : null;
}
