import { prisma } from '~/lib/prisma.server';

export const loader = async () => {
  const users = await prisma.user.findMany();
  return users.map(({ id, email, role }) => ({ id, email, role }));
};
