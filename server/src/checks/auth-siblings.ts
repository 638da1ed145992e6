import type { Endpoint, Guard } from '../model/api';

/** Guards that ask what a caller may do, not only who they are, by name. */
const RIGHTS = /permission|role|admin|authori[sz]e|(^|[.@])can[A-Z_]|access(?!_?token)|polic|abilit|scope|acl\b|owner|member|privilege|allow|restrict|staff/i;
/** What is no question of access, whatever it refuses. */
const ELSE = /rate|limit|throttl|csrf|captcha|log|cors|helmet|valid|sanit|parse|upload|multer|cache|feature|plan\b|quota|billing|licen[sc]e|token|jwt|session|origin/i;

/** What a guard is called where it is written, without its arguments: `checkPermission` of `checkPermission('users:write')`. */
export function guardName(guard: Guard): string | null {
  const written = guard.reference?.text.replace(/^@/, '') ?? null;
  const text = written === null ? (/\s/.test(guard.name) ? null : guard.name) : written;
  if (text === null) return null;
  // What is given to `@UseGuards(RolesGuard)` is the guard.
  const inner = /^UseGuards\((.*)\)$/s.exec(text)?.[1];
  return inner ?? text.replace(/\(.*$/s, '');
}

/** Whether a guard is known to refuse those who lack a right. */
export function asksForRights(guard: Guard): boolean {
  if (guard.verdict !== 'refuses' || guard.proof === null || guard.proof === 'name') return false;
  const name = guardName(guard) ?? guard.name;
  return guard.roles.length + guard.scopes.length > 0 || (RIGHTS.test(name) && !ELSE.test(name));
}

/** Whether a guard might ask for rights: those that could not be followed count, too. */
export function mightAskForRights(guard: Guard): boolean {
  if (guard.verdict === 'unknown' || asksForRights(guard)) return true;
  // What asks on some ways only, of some deployments or some callers, was put there to ask.
  if (guard.verdict === 'optional' && guard.scope !== 'app') return true;
  if (guard.verdict === 'refuses' && guard.scope !== 'app' && guardName(guard) === null) return true;
  return guard.verdict !== 'passes' && guard.scope !== 'app' && RIGHTS.test(guardName(guard) ?? guard.name);
}

/** Whether an endpoint asks for rights anywhere on its way, or may do so. */
export function mayBeRestricted(endpoint: Endpoint): boolean {
  const { auth, guards } = endpoint;
  return auth.roles.length + auth.scopes.length > 0 || endpoint.mayAskRights === true || guards.some(mightAskForRights) || endpoint.accesses.some((access) => access.permissions.length > 0);
}

/** Whether an endpoint looks up what a client named for the caller: what it does is about the caller's own things. */
export const isAboutCaller = (endpoint: Endpoint): boolean =>
  endpoint.accesses.some((access) => access.filter.some((one) => one.kind === 'principal') && access.filter.some((one) => one.kind === 'input'));

/** The guards that ask who somebody is, by name. */
export const authentication = (endpoint: Endpoint): readonly string[] =>
  endpoint.guards.filter((guard) => guard.verdict === 'refuses' && !asksForRights(guard)).map((guard) => guardName(guard) ?? guard.name);

/** Whether an endpoint asks who somebody is in the way in which another does: keys of services are no accounts that have roles. */
export function authenticatesLike(endpoint: Endpoint, other: Endpoint): boolean {
  const theirs = authentication(other);
  return authentication(endpoint).every((name) => theirs.includes(name));
}

/** Endpoints that are written together, in one router or class. */
export function groupsOf(endpoints: readonly Endpoint[]): readonly (readonly Endpoint[])[] {
  const groups = new Map<string, Endpoint[]>();
  for (const endpoint of endpoints) {
    const key = `${endpoint.framework} ${endpoint.file}`;
    (groups.get(key) ?? groups.set(key, []).get(key))?.push(endpoint);
  }
  return [...groups.values()];
}
