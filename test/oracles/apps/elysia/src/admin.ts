import { Elysia } from 'elysia';
import { auth } from './auth';
import { prisma } from './lib/db';

export const admin = new Elysia({ prefix: '/admin' }).use(auth).guard({ role: 'admin' }, (app) =>
  app.group('/users', (users) =>
    users
      .get('', async () => {
        const all = await prisma.user.findMany();
        return all.map(({ id, email, role }) => ({ id, email, role }));
      })
      .delete('/:id', async ({ params, set }) => {
        await prisma.user.delete({ where: { id: Number(params.id) } });
        set.status = 204;
      })));
