import { json } from '@sveltejs/kit';
import { prisma } from '$lib/server/prisma';

export const GET = async ({ url }) => {
  const email = url.searchParams.get('email') ?? '';
  const user = await prisma.user.findUnique({ where: { email } });
  return json({ exists: user !== null });
};
