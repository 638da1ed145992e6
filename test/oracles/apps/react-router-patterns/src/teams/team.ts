import { redirect } from 'react-router';
import { readUser } from '../session';

export const loader = ({ params }) => ({ team: params.teamId });

export async function action({ request }) {
  if (!readUser(request)) return new Response(null, { status: 401 });
  if (request.method === 'PATCH') return { patched: true };
  if (request.method === 'DELETE') return redirect('/base/teams', 303);
  throw new Response(null, { status: 405 });
}
