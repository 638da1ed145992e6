import { Elysia, t } from 'elysia';
import { auth } from './auth';
import { prisma } from './lib/db';

export const items = new Elysia({ prefix: '/items' })
  .use(auth)
  .get('/', async () => prisma.item.findMany({ select: { id: true, name: true } }), { signedIn: true })
  .get('/:id', async ({ params: { id }, status }) => {
    const item = await prisma.item.findUnique({ where: { id: Number(id) } });
    return item ?? status(404, { error: 'there is no such item' });
  }, { signedIn: true })
  .post('/', async ({ body, set }) => {
    const { id, name } = await prisma.item.create({ data: body });
    set.status = 201;
    return { id, name };
  })
  .put('/:id', async ({ params, body }) => prisma.item.update({ where: { id: Number(params.id) }, data: { name: body.name }, select: { id: true, name: true } }), {
    signedIn: true,
    body: t.Object({ name: t.String({ minLength: 1 }) }),
  });
