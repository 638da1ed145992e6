import type { Endpoint } from '../../model/api';
import { asksForRights, authenticatesLike, mayBeRestricted } from '../auth-siblings';
import type { Check, Draft } from '../check';
import { chosenBy, isAdminPath, isServed, partOf } from '../ownership';

const isPeople = (entity: string): boolean => /^(app_?)?(user|account|member|person|people|admin)s?$/i.test(entity);
const RIGHTS = /^(role|roles|roleId|role_id|isAdmin|is_admin|admin|permissions?|isSuperuser|is_superuser|isStaff|is_staff|userRole)$/;

/** What makes an endpoint one of administrators, in words; null where nothing does. */
function privilegeOf(endpoint: Endpoint): string | null {
  for (const access of endpoint.accesses) {
    if (access.scoped !== false || !isPeople(access.entity)) continue;
    const rights = access.effect === 'update' || access.effect === 'create' ? access.written.find((one) => RIGHTS.test(one.key) && one.kind === 'input') : undefined;
    const by = chosenBy(access);
    if (rights !== undefined && by !== null) return `sets ${rights.key} of any ${access.entity} to what the request says`;
    if (by !== null && access.effect === 'delete') return `deletes whichever ${access.entity} ${partOf(by)} names`;
    if (by !== null && access.effect === 'update') return `changes whichever ${access.entity} ${partOf(by)} names`;
  }
  return isAdminPath(endpoint) ? 'stands below a path of administrators' : null;
}

function draft(endpoint: Endpoint, privilege: string, like: Endpoint): Draft {
  return {
    place: endpoint,
    message: `${endpoint.id} ${privilege} and asks for credentials only, so anyone who has signed in can call it; ask for the role or permission that the other endpoints of administrators ask for.`,
    endpoint: endpoint.id,
    subject: 'function',
    related: [{ message: `${like.id} asks for more than credentials`, file: like.file, range: like.range }],
    repairs: [{ kind: 'addGuard', endpoint: endpoint.id, like: like.id }],
  };
}

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);

/** Endpoints of administrators that anyone who has signed in can call. */
export const check: Check<'application'> = {
  id: 'auth/missing-function-authorization',
  about: 'application',
  title: 'A privileged endpoint asks for no role or permission',
  why: 'The application tells roles or permissions apart, and this endpoint does what only some callers should do. It asks who calls, but not what they may do, so every account is an administrator here.',
  remedy: 'Ask for the role or permission that the other privileged endpoints ask for (`requireRole(\'admin\')`, `@Roles(\'admin\')`, `checkPermission(\'users:write\')`).',
  silent:
    'It is reported only in applications in which some endpoint asks for a role or permission, for endpoints below a path of administrators and those that change or delete other people\'s accounts. ' +
    'It is not when the handler or anything before it asks for rights, compares the account with the caller, or could not be followed; and only where another endpoint that asks who calls in the same way asks for rights as well, because keys of services have no roles.',
  owasp: 'API5:2023',
  cwe: 862,
  severity: 'error',
  presets: ['recommended', 'strict'],
  run({ endpoints }) {
    const restricted = endpoints.filter((endpoint) => endpoint.auth.status === 'required' && endpoint.guards.some(asksForRights));
    return endpoints.filter((endpoint) => isServed(endpoint) && !endpoint.broken && endpoint.auth.status === 'required' && !mayBeRestricted(endpoint)).flatMap((endpoint) => {
      const privilege = privilegeOf(endpoint);
      if (privilege === null) return [];
      const alike = restricted.filter((one) => authenticatesLike(endpoint, one));
      const like = alike.find((one) => one.file === endpoint.file) ?? alike.find((one) => folderOf(one.file) === folderOf(endpoint.file)) ?? alike[0];
      return like === undefined ? [] : [draft(endpoint, privilege, like)];
    });
  },
};
