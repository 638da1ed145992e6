import { prisma } from '~/lib/prisma.server';
import type { Route } from './+types/lookup';

export async function loader({ request }: Route.LoaderArgs) {
  const email = new URL(request.url).searchParams.get('email') ?? '';
  const user = await prisma.user.findUnique({ where: { email } });
  return { exists: user !== null };
}
