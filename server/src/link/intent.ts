import type { Endpoint } from '../model/api';
import type { Config } from '../model/config';
import { callbackWords, healthWords, segmentWords } from '../model/lexicon/path-terms';

/** Why an endpoint without authentication is open on purpose, or null. */
export function publicReason(endpoint: Pick<Endpoint, 'method' | 'path' | 'protocol' | 'responses' | 'requestBody'>, config: Config, shapes: 'any' | 'sign-in'): string | null {
  for (const entry of config.public) if (matchesEntry(entry.endpoint, endpoint)) return `the configuration says that it is public: ${entry.reason}`;
  return shapeReason(endpoint, shapes);
}

/** `METHOD /path` or `/path`; `*` stands for one segment, `**` for any number. */
function matchesEntry(pattern: string, endpoint: Pick<Endpoint, 'method' | 'path'>): boolean {
  const [first = '', second] = pattern.trim().split(/\s+/, 2);
  const [method, path] = second === undefined ? [null, first] : [first.toUpperCase(), second];
  if (method !== null && method !== '*' && method !== endpoint.method) return false;
  const wanted = path.split('/').filter(part => part !== '');
  const given = endpoint.path.split('/').filter(part => part !== '');
  const match = (i: number, j: number): boolean => {
    const part = wanted[i];
    if (part === undefined) return j === given.length;
    if (part === '**') return match(i + 1, j) || (j < given.length && match(i, j + 1));
    const own = given[j];
    if (own === undefined) return false;
    return (part === '*' || part === own || (part.startsWith('{') && own.startsWith('{'))) && match(i + 1, j + 1);
  };
  return match(0, 0);
}

/** The names on the way to an endpoint: of a procedure those between dots, of an operation of a schema its own. */
function namesOn({ path, protocol }: Pick<Endpoint, 'path' | 'protocol'>): readonly string[] {
  const parts = path.split('/');
  const last = parts.at(-1) ?? '';
  if (protocol !== 'trpc' && protocol !== 'graphql') return parts;
  return last.includes('#') ? last.slice(last.indexOf('#') + 1).split('.').slice(1) : last.split('.');
}

const SIGN_IN: ReadonlySet<string> = new Set([
  'login', 'log-in', 'signin', 'sign-in', 'signup', 'sign-up', 'register', 'registration', 'logout', 'log-out', 'signout', 'sign-out', 'token', 'refresh', 'refresh-token',
  'forgot-password', 'forgotten-password', 'reset-password', 'password-reset', 'verify-email', 'email-verification', 'confirm-email', 'confirm', 'activate', 'authenticate', 'magic-link',
]);
/** Segments beside which a sign-in segment is about people's access, not about things that are registered or confirmed. */
const ACCOUNT: ReadonlySet<string> = new Set(['auth', 'authentication', 'account', 'accounts', 'user', 'users', 'session', 'sessions', 'oauth', 'oauth2', 'password', 'email', 'identity', 'simple', 'local', 'admin']);
const SENSITIVE: ReadonlySet<string> = new Set(['credential', 'secret', 'recovery', 'financial', 'government-id', 'health']);

/**
 * Deliberately public by shape: sign-in and recovery that take a body, OAuth callbacks and key sets, health answers without stored data.
 * Never for what changes or deletes by PUT, PATCH or DELETE, and never when a stored secret leaves.
 */
function shapeReason(endpoint: Pick<Endpoint, 'method' | 'path' | 'protocol' | 'responses' | 'requestBody'>, shapes: 'any' | 'sign-in'): string | null {
  if (['PUT', 'PATCH', 'DELETE', 'ANY'].includes(endpoint.method)) return null;
  if (endpoint.responses.some(response => response.fields.some(field => field.class !== null && SENSITIVE.has(field.class) && field.source !== null))) return null;
  const segments = namesOn(endpoint).filter(part => part !== '').map(segmentWords);
  const last = segments.at(-1) ?? '';
  const before = segments.at(-2) ?? '';
  const others = segments.slice(0, -1).filter(segment => !/^(api|rest|v\d+|public|\{.*)$/.test(segment));
  const about = others.length === 0 || others.every(segment => ACCOUNT.has(segment));
  if ((about && SIGN_IN.has(last)) || SIGN_IN.has(`${before}-${last}`)) return 'people sign in, register or recover their access here, before they have credentials';
  // Who answers 401 and is no sign-in may be checking a credential that could not be followed.
  if (shapes === 'sign-in') return null;
  if (segments.includes('.well-known') || callbackWords.has(last) || /\{nextauth\*/.test(endpoint.path)) return 'an identity provider or its keys are reached here, before there are credentials';
  const stored = endpoint.responses.some(response => response.fields.some(field => field.source !== null));
  // A connection stays open: it says more than that.
  if (healthWords.has(last) && !stored && endpoint.protocol !== 'websocket' && (endpoint.method === 'GET' || endpoint.method === 'HEAD')) return 'it only says that the service runs';
  return null;
}
