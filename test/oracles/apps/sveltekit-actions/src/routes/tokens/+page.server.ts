import { fail, redirect } from '@sveltejs/kit';
import { readUser } from '$lib/server/session';

export const load = () => ({ title: 'Tokens' });

export const actions = {
  create: async ({ request }) => {
    if (!readUser(request.headers.get('authorization'))) return fail(401, { reason: 'sign in first' });
    return { token: 'abc' };
  },
  revoke: async ({ request }) => {
    if (!readUser(request.headers.get('authorization'))) redirect(303, '/tokens');
    return { revoked: true };
  },
  ask: async () => ({ asked: true }),
};
