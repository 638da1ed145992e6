import { App } from '@tinyhttp/app';
import { z } from 'zod';
import { requireUser, validate } from './guards';
import { prisma } from './lib/db';

export const items = new App();

items
  .get('/', requireUser, async (_req, res) => {
    res.json(await prisma.item.findMany({ select: { id: true, name: true } }));
  })
  .post('/', async (req, res) => {
    const { id, name } = await prisma.item.create({ data: req.body });
    res.status(201).json({ id, name });
  });

items.get('/:id', requireUser, async (req, res) => {
  const item = await prisma.item.findUnique({ where: { id: Number(req.params.id) } });
  if (!item) return res.status(404).json({ error: 'there is no such item' });
  res.json(item);
});
items.put('/:id', requireUser, validate(z.object({ name: z.string().min(1) })), async (req, res) => {
  res.json(await prisma.item.update({ where: { id: Number(req.params.id) }, data: { name: req.body.name }, select: { id: true, name: true } }));
});
