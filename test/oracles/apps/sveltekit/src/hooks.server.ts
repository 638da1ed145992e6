import { error, type Handle } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { requireClaims } from '$lib/server/guards';
import { claimsOf } from '$lib/server/token';

const authenticate: Handle = ({ event, resolve }) => {
  event.locals.getClaims = () => claimsOf(event.request.headers.get('authorization'));
  return resolve(event);
};

const administrators: Handle = async ({ event, resolve }) => {
  if (event.url.pathname.startsWith('/admin')) {
    const claims = requireClaims(event.locals);
    if (claims.role !== 'admin') error(403, 'administrators only');
  }
  return await resolve(event, { preload: ({ type }) => type === 'js' });
};

export const handle = sequence(authenticate, administrators);
