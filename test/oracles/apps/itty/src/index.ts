import { AutoRouter, error, type IRequest, withContent } from 'itty-router';
import { z } from 'zod';
import admin from './admin';
import { valid, withRole, withUser } from './guards';
import { items } from './items';
import { prisma } from './lib/db';
import { hashPassword } from './lib/password';
import { issueToken } from './lib/token';

const router = AutoRouter();

router.get('/health', () => ({ status: 'ok' }));

router.post('/auth/login', withContent, valid(z.object({ email: z.email(), password: z.string().min(1) })), async ({ content }: IRequest) => {
  const user = await prisma.user.findUnique({ where: { email: content.email } });
  if (!user || user.passwordHash !== hashPassword(content.password)) return error(401, 'e-mail or password is wrong');
  return { token: issueToken({ sub: user.id, role: user.role }) };
});

router.get('/lookup', async ({ query }: IRequest) => ({ exists: (await prisma.user.findUnique({ where: { email: String(query.email) } })) !== null }));

router.all('/items/*', items.fetch);
router.all('/admin/*', withUser, withRole('admin'), admin.fetch);
router.get('/files/:name', withUser, ({ name }: IRequest) => ({ name, size: name.length }));

export default { ...router };
