import { json } from '@sveltejs/kit';

export async function GET({ locals, params: { name } }) {
  if (!locals.getClaims()) return new Response('sign in first', { status: 401 });
  return json({ name, size: name.length });
}
