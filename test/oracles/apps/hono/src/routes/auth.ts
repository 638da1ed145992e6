import { zValidator } from '@hono/zod-validator';
import { Hono } from 'hono';
import { z } from 'zod';
import { prisma } from '@/lib/db';
import { hashPassword } from '@/lib/password';
import { issueToken } from '@/lib/token';

const credentials = z.object({ email: z.email(), password: z.string().min(1) });

export const auth = new Hono().post('/login', zValidator('json', credentials), async (c) => {
  const { email, password } = c.req.valid('json');
  const user = await prisma.user.findUnique({ where: { email } });
  if (!user || user.passwordHash !== hashPassword(password)) return c.json({ error: 'e-mail or password is wrong' }, 401);
  return c.json({ token: issueToken({ sub: user.id, role: user.role }) });
});
