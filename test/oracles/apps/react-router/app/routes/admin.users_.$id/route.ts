import { prisma } from '~/lib/prisma.server';
import type { Route } from './+types/route';

export async function action({ request, params }: Route.ActionArgs) {
  switch (request.method) {
    case 'DELETE':
      await prisma.user.delete({ where: { id: Number(params.id) } });
      return new Response(null, { status: 204 });
    default:
      return new Response(null, { status: 405 });
  }
}
