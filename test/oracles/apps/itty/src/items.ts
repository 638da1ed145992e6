import { type IRequest, Router, withContent } from 'itty-router';
import { z } from 'zod';
import { valid, withUser } from './guards';
import { prisma } from './lib/db';
import { error, json } from 'itty-router';

export const items = Router({ base: '/items' });

items
  .get('/', withUser, async () => json(await prisma.item.findMany({ select: { id: true, name: true } })))
  .get('/:id', withUser, async ({ params }: IRequest) => {
    const item = await prisma.item.findUnique({ where: { id: Number(params.id) } });
    return item ? json(item) : error(404, 'there is no such item');
  })
  .post('/', withContent, async ({ content }: IRequest) => {
    const { id, name } = await prisma.item.create({ data: content });
    return json({ id, name }, { status: 201 });
  })
  .put('/:id', withUser, withContent, valid(z.object({ name: z.string().min(1) })), async (request: IRequest) =>
    json(await prisma.item.update({ where: { id: Number(request.params.id) }, data: { name: request.content.name }, select: { id: true, name: true } })));
