import { prisma } from '@lib/prisma';

export const DELETE = async ({ params }) => {
  await prisma.user.delete({ where: { id: Number(params.id) } });
  return new Response(null, { status: 204 });
};
