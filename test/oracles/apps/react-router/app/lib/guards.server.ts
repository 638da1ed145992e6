import { createContext, data, type MiddlewareFunction } from 'react-router';
import { claimsOf, type Claims } from './token.server';

export const claimsContext = createContext<Claims>();

export function requireClaims(request: Request): Claims {
  const claims = claimsOf(request);
  if (!claims) throw data({ error: 'sign in first' }, { status: 401 });
  return claims;
}

export const requireUser: MiddlewareFunction<Response> = ({ request, context }) => {
  context.set(claimsContext, requireClaims(request));
};

export const requireRole = (role: string): MiddlewareFunction<Response> => ({ context }, next) => {
  if (context.get(claimsContext).role !== role) throw data('not for you', 403);
  return next();
};
