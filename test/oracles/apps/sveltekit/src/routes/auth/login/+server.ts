import { createHash } from 'node:crypto';
import { error, json } from '@sveltejs/kit';
import { z } from 'zod';
import { prisma } from '$lib/server/prisma';
import { issueToken } from '$lib/server/token';
import type { RequestHandler } from './$types';

const credentials = z.object({ email: z.email(), password: z.string().min(1) });

export const POST: RequestHandler = async ({ request }) => {
  const body = credentials.safeParse(await request.json());
  if (!body.success) error(400, 'the body is not valid');

  const user = await prisma.user.findUnique({ where: { email: body.data.email } });
  if (!user || user.passwordHash !== createHash('sha256').update(body.data.password).digest('hex')) error(401, { message: 'e-mail or password is wrong' });
  return json({ token: issueToken({ sub: String(user.id), role: user.role }) });
};
