import { error, json } from '@sveltejs/kit';
import { getRequestEvent } from '$app/server';
import { readUser } from '#server/session';

function requireUser() {
  const { request } = getRequestEvent();
  return readUser(request.headers.get('authorization')) ?? error(401, 'sign in first');
}

export const GET = ({ params }) => {
  const user = requireUser();
  return json({ id: params.id, owner: user.sub });
};
