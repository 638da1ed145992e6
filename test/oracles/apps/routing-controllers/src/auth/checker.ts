import type { Action } from 'routing-controllers';
import { verifyToken } from './token';

export function authorizationChecker(action: Action, roles: string[]): boolean {
  const header: string | undefined = action.request.headers.authorization;
  if (!header?.startsWith('Bearer ')) return false;
  const claims = verifyToken(header.slice('Bearer '.length));
  if (claims === null) return false;
  action.request.user = claims;
  return roles.length === 0 || roles.includes(claims.role);
}
