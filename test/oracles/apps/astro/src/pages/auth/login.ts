import { createHash } from 'node:crypto';
import type { APIRoute } from 'astro';
import { z } from 'zod';
import { prisma } from '@lib/prisma';
import { issueToken } from '@lib/token';

const credentials = z.object({ email: z.email(), password: z.string().min(1) });

export const POST: APIRoute = async ({ request }) => {
  const body = credentials.safeParse(await request.json());
  if (!body.success) return new Response(JSON.stringify({ error: 'the body is not valid' }), { status: 400 });

  const user = await prisma.user.findUnique({ where: { email: body.data.email } });
  if (!user || user.passwordHash !== createHash('sha256').update(body.data.password).digest('hex')) return new Response(null, { status: 401 });
  return Response.json({ token: issueToken({ sub: String(user.id), role: user.role }) });
};
