import { redirect } from '@sveltejs/kit';
import { base } from '$app/paths';
import { readUser } from './session';

const members = new Set(['/members/profile']);

export async function handle({ event, resolve }) {
  if (members.has(event.route.id ?? '') || event.route.id?.startsWith('/teams')) {
    event.locals.user = readUser(event.request.headers.get('authorization'));
    if (!event.locals.user) redirect(303, `${base}/tokens`);
  }
  const response = await resolve(event);
  response.headers.set('x-frame-options', 'DENY');
  return response;
}
