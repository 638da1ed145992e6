import { data } from 'react-router';
import { requireClaims } from '~/lib/guards.server';
import { prisma } from '~/lib/prisma.server';
import type { Route } from './+types/items';

export async function loader({ request }: Route.LoaderArgs) {
  requireClaims(request);
  return prisma.item.findMany({ select: { id: true, name: true } });
}

export const action = async ({ request }: Route.ActionArgs) => {
  const { id, name } = await prisma.item.create({ data: await request.json() });
  return data({ id, name }, 201);
};
