import { claimsOf } from '~/lib/token.server';
import type { Route } from './+types/files.$name';

export function loader({ request, params: { name } }: Route.LoaderArgs) {
  if (!claimsOf(request)) return new Response('sign in first', { status: 401 });
  return { name, size: name.length };
}
