import Router from '@koa/router';
import { z } from 'zod';
import { prisma } from '../lib/db';
import { hashPassword } from '../lib/password';
import { issueToken } from '../lib/token';
import { validate } from '../middleware/validate';

const credentials = z.object({ email: z.email(), password: z.string().min(1) });

export const auth = new Router({ prefix: '/auth' });

auth.post('login', '/login', validate(credentials), async (ctx) => {
  const { email, password } = ctx.request.body;
  const user = await prisma.user.findUnique({ where: { email } });
  if (!user || user.passwordHash !== hashPassword(password)) ctx.throw(401, 'e-mail or password is wrong');
  ctx.body = { token: issueToken({ sub: user.id, role: user.role }) };
});
