import { error, json, type RequestHandler } from '@sveltejs/kit';
import { z } from 'zod';
import { prisma } from '$lib/server/prisma';
import { requireClaims } from '$lib/server/guards';

const change = z.object({ name: z.string().min(1) });

export const GET: RequestHandler = async ({ locals, params }) => {
  requireClaims(locals);
  const item = await prisma.item.findUnique({ where: { id: Number(params.id) } });
  if (item === null) throw error(404, 'there is no such item');
  return json(item);
};

export const PUT: RequestHandler = async ({ locals, params, request }) => {
  requireClaims(locals);
  const body = change.safeParse(await request.json());
  if (!body.success) return json({ error: 'the body is not valid' }, { status: 400 });
  const item = await prisma.item.update({ where: { id: Number(params.id) }, data: { name: body.data.name }, select: { id: true, name: true } });
  return json(item);
};
