import { Router } from '@oakserver/oak';
import { z } from 'zod';
import { signedIn, valid } from './guards';
import { prisma } from './lib/db';

export const items = new Router({ prefix: '/items' });

items
  .get('/', signedIn, async (ctx) => {
    ctx.response.body = await prisma.item.findMany({ select: { id: true, name: true } });
  })
  .get('/:id', signedIn, async ({ params, response }) => {
    const item = await prisma.item.findUnique({ where: { id: Number(params.id) } });
    if (!item) {
      response.status = 404;
      return;
    }
    response.body = item;
  })
  .post('/', async ({ request, response }) => {
    const { id, name } = await prisma.item.create({ data: await request.body.json() });
    response.status = 201;
    response.body = { id, name };
  })
  .put('/:id', signedIn, valid(z.object({ name: z.string().min(1) })), async (ctx) => {
    ctx.response.body = await prisma.item.update({ where: { id: Number(ctx.params.id) }, data: { name: ctx.state.body.name }, select: { id: true, name: true } });
  });
