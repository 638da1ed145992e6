import { json } from '@sveltejs/kit';
import { prisma } from '$lib/server/prisma';
import { requireClaims } from '$lib/server/guards';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals }) => {
  requireClaims(locals);
  return json(await prisma.item.findMany({ select: { id: true, name: true } }));
};

export const POST: RequestHandler = async (event) => {
  const { id, name } = await prisma.item.create({ data: await event.request.json() });
  return json({ id, name }, { status: 201 });
};
