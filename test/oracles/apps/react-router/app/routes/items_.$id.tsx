import { z } from 'zod';
import { requireClaims } from '~/lib/guards.server';
import { prisma } from '~/lib/prisma.server';
import type { Route } from './+types/items_.$id';

const change = z.object({ name: z.string().min(1) });

export async function loader({ request, params }: Route.LoaderArgs) {
  requireClaims(request);
  const item = await prisma.item.findUnique({ where: { id: Number(params.id) } });
  if (!item) throw new Response('there is no such item', { status: 404 });
  return Response.json(item);
}

export async function action({ request, params }: Route.ActionArgs) {
  if (request.method !== 'PUT') throw new Response(null, { status: 405 });
  requireClaims(request);
  const body = change.safeParse(await request.json());
  if (!body.success) return Response.json({ error: 'the body is not valid' }, { status: 400 });
  return prisma.item.update({ where: { id: Number(params.id) }, data: { name: body.data.name }, select: { id: true, name: true } });
}
