import type { Server } from 'restify';
import { z } from 'zod';
import { requireUser, validate } from './guards';
import { prisma } from './lib/db';

const change = z.object({ name: z.string().min(1) });

export function addItems(server: Server, base: string): void {
  server.get(base, requireUser, async (_req, res) => {
    res.send(await prisma.item.findMany({ select: { id: true, name: true } }));
  });
  server.get({ path: `${base}/:id`, name: 'item' }, requireUser, async (req, res) => {
    const item = await prisma.item.findUnique({ where: { id: Number(req.params.id) } });
    if (!item) {
      res.send(404, { error: 'there is no such item' });
      return;
    }
    res.send(item);
  });
  server.post(base, async (req, res) => {
    const { id, name } = await prisma.item.create({ data: req.body });
    res.send(201, { id, name });
  });
  server.put(`${base}/:id`, requireUser, [validate(change)], async (req, res) => {
    res.json(await prisma.item.update({ where: { id: Number(req.params.id) }, data: { name: req.body.name }, select: { id: true, name: true } }));
  });
}
