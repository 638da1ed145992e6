import { guarded } from '@lib/guarded';
import { prisma } from '@lib/prisma';

export const GET = guarded(async () => Response.json(await prisma.item.findMany({ select: { id: true, name: true } })));

export async function POST({ request }) {
  const { id, name } = await prisma.item.create({ data: await request.json() });
  return Response.json({ id, name }, { status: 201 });
}
