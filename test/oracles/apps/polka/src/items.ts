import polka from 'polka';
import { z } from 'zod';
import { json, valid, withBody } from './answers';
import { signedIn } from './guards';
import { prisma } from './lib/db';

const change = z.object({ name: z.string().min(1) });

export const items = polka()
  .get('/', signedIn, async (_req, res) => json(res, 200, await prisma.item.findMany({ select: { id: true, name: true } })))
  .get('/:id', signedIn, async (req, res) => {
    const item = await prisma.item.findUnique({ where: { id: Number(req.params.id) } });
    if (!item) return json(res, 404, { error: 'there is no such item' });
    json(res, 200, item);
  })
  .post('/', withBody, async (req, res) => {
    const { id, name } = await prisma.item.create({ data: req.body });
    json(res, 201, { id, name });
  })
  .put('/:id', signedIn, withBody, valid(change), async (req, res) => {
    const item = await prisma.item.update({ where: { id: Number(req.params.id) }, data: { name: req.body.name }, select: { id: true, name: true } });
    json(res, 200, item);
  });
