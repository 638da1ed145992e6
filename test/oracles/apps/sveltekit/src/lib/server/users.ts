import { json, type RequestHandler } from '@sveltejs/kit';
import { prisma } from './prisma';

export const listUsers: RequestHandler = async () => {
  const users = await prisma.user.findMany();
  return json(users.map(({ id, email, role }) => ({ id, email, role })));
};

export const removeUser: RequestHandler = async ({ params }) => {
  await prisma.user.delete({ where: { id: Number(params.id) } });
  return new Response(null, { status: 204 });
};
