import { Application, Router } from '@oakserver/oak';
import { z } from 'zod';
import { signedIn, valid, withRole } from './guards';
import { items } from './items';
import { prisma } from './lib/db';
import { hashPassword } from './lib/password';
import { issueToken } from './lib/token';

const router = new Router();

router.get('/health', (ctx) => {
  ctx.response.body = { status: 'ok' };
});
router.post('/auth/login', valid(z.object({ email: z.email(), password: z.string().min(1) })), async (ctx) => {
  const { email, password } = ctx.state.body;
  const user = await prisma.user.findUnique({ where: { email } });
  if (!user || user.passwordHash !== hashPassword(password)) {
    ctx.response.status = 401;
    ctx.response.body = { error: 'e-mail or password is wrong' };
    return;
  }
  ctx.response.body = { token: issueToken({ sub: user.id, role: user.role }) };
});
router.get('/lookup', async ({ request, response }) => {
  const user = await prisma.user.findUnique({ where: { email: request.url.searchParams.get('email') ?? '' } });
  response.body = { exists: user !== null };
});
router.get('/files/:name', signedIn, (ctx) => {
  const { name } = ctx.params;
  ctx.response.body = { name, size: name.length };
});

const admin = new Router();
admin.get('/users', async (ctx) => {
  const users = await prisma.user.findMany();
  ctx.response.body = users.map(({ id, email, role }) => ({ id, email, role }));
});
admin.delete('/users/:id', async (ctx) => {
  await prisma.user.delete({ where: { id: Number(ctx.params.id) } });
  ctx.response.status = 204;
});
router.use('/admin', signedIn, withRole('admin'), admin.routes());

export const app = new Application({ logErrors: false });
app.use(items.routes());
app.use(router.routes(), router.allowedMethods());
