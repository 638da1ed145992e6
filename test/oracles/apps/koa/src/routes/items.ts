import Router from '@koa/router';
import { z } from 'zod';
import { prisma } from '../lib/db';
import { requireUser } from '../middleware/auth';
import { validate } from '../middleware/validate';

const change = z.object({ name: z.string().min(1) });

const router = new Router();
router.prefix('/items');

router.get('/', requireUser, async (ctx) => {
  ctx.body = await prisma.item.findMany({ select: { id: true, name: true } });
});

router.get('/:id', requireUser, async (ctx) => {
  const item = await prisma.item.findUnique({ where: { id: Number(ctx.params.id) } });
  if (item === null) {
    ctx.status = 404;
    ctx.body = { error: 'there is no such item' };
    return;
  }
  ctx.body = item;
});

router.post('/', async (ctx) => {
  const { id, name } = await prisma.item.create({ data: ctx.request.body });
  ctx.status = 201;
  ctx.body = { id, name };
});

router.put('/:id', requireUser, validate(change), async (ctx) => {
  ctx.body = await prisma.item.update({
    where: { id: Number(ctx.params.id) },
    data: { name: ctx.request.body.name },
    select: { id: true, name: true },
  });
});

export default router;
