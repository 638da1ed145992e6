import { prisma } from '@lib/prisma';

export const GET = async ({ url }) => {
  const user = await prisma.user.findUnique({ where: { email: url.searchParams.get('email') ?? '' } });
  return Response.json({ exists: user !== null });
};
