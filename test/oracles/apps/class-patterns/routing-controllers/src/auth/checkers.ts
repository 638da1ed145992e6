import type { Action } from 'routing-controllers';
import { claimsOf } from './token';

export const currentUserChecker = async (action: Action) => claimsOf(action.request.headers.authorization);

export const authorizationChecker = async (action: Action, roles: string[]): Promise<boolean> => {
  const claims = await currentUserChecker(action);
  if (!claims) return false;
  return roles.length === 0 || roles.includes(claims.role);
};
