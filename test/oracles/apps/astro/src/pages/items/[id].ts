import { z } from 'zod';
import { guarded } from '@lib/guarded';
import { prisma } from '@lib/prisma';

export const prerender = false;

const change = z.object({ name: z.string().min(1) });

export const GET = guarded(async ({ params }) => {
  const item = await prisma.item.findUnique({ where: { id: Number(params.id) } });
  return item ? Response.json(item) : new Response('there is no such item', { status: 404 });
});

export const PUT = guarded(async ({ params, request }) => {
  const body = change.safeParse(await request.json());
  if (!body.success) return Response.json({ error: 'the body is not valid' }, { status: 400 });
  return Response.json(await prisma.item.update({ where: { id: Number(params.id) }, data: body.data, select: { id: true, name: true } }));
});
