import Router from '@koa/router';
import { prisma } from '../lib/db';
import { requireRole, requireUser } from '../middleware/auth';

const users = new Router();

users.get('/', async (ctx) => {
  const all = await prisma.user.findMany();
  ctx.body = all.map(({ id, email, role }) => ({ id, email, role }));
});

users.del('/:id', async (ctx) => {
  await prisma.user.delete({ where: { id: Number(ctx.params.id) } });
  ctx.status = 204;
});

export const admin = new Router();
admin.use('/admin', requireUser, requireRole('admin'));
admin.use('/admin/users', users.routes(), users.allowedMethods());
