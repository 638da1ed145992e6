import { createHash } from 'node:crypto';
import { data } from 'react-router';
import { z } from 'zod';
import { prisma } from '~/lib/prisma.server';
import { issueToken } from '~/lib/token.server';
import type { Route } from './+types/auth.login';

const credentials = z.object({ email: z.email(), password: z.string().min(1) });

export async function action({ request }: Route.ActionArgs) {
  const body = credentials.safeParse(await request.json());
  if (!body.success) return data({ error: 'the body is not valid' }, { status: 400 });

  const user = await prisma.user.findUnique({ where: { email: body.data.email } });
  if (!user || user.passwordHash !== createHash('sha256').update(body.data.password).digest('hex')) {
    return data({ error: 'e-mail or password is wrong' }, { status: 401 });
  }
  return { token: issueToken({ sub: String(user.id), role: user.role }) };
}
