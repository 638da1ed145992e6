import { error } from '@sveltejs/kit';
import type { Claims } from './token';

export function requireClaims(locals: App.Locals): Claims {
  const claims = locals.getClaims();
  if (!claims) error(401, 'sign in first');
  return claims;
}
