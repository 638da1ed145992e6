import { prisma } from '@lib/prisma';

export const GET = async () => {
  const users = await prisma.user.findMany();
  return Response.json(users.map(({ id, email, role }) => ({ id, email, role })));
};
