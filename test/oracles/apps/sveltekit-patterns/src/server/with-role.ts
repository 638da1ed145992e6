import { error } from '@sveltejs/kit';
import type { RequestEvent } from '@sveltejs/kit';
import { readUser } from './session';

export const withRole = (role: string, handler: (event: RequestEvent) => Response | Promise<Response>) => (event: RequestEvent) => {
  const user = readUser(event.request.headers.get('authorization'));
  if (!user) throw error(401);
  if (user.role !== role) throw error(403, 'not for you');
  return handler(event);
};
