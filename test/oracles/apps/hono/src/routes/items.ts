import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { AppEnv } from '@/lib/env';
import { prisma } from '@/lib/db';
import { requireUser } from '@/middleware/auth';

const items = new OpenAPIHono<AppEnv>();
const id = z.object({ id: z.string() });

const update = createRoute({
  method: 'put',
  path: '/{id}',
  middleware: [requireUser] as const,
  request: { params: id, body: { content: { 'application/json': { schema: z.object({ name: z.string().min(1) }) } }, required: true } },
  responses: { 200: { description: 'The changed item.' } },
});

items.openapi(update, async (c) => {
  const item = await prisma.item.update({
    where: { id: Number(c.req.valid('param').id) },
    data: { name: c.req.valid('json').name },
    select: { id: true, name: true },
  });
  return c.json(item, 200);
});

items.get('/', requireUser, async (c) => c.json(await prisma.item.findMany({ select: { id: true, name: true } })));

items.get('/:id', requireUser, async (c) => {
  const item = await prisma.item.findUnique({ where: { id: Number(c.req.param('id')) } });
  if (item === null) return c.notFound();
  return c.json(item);
});

items.post('/', async (c) => {
  const { id, name } = await prisma.item.create({ data: await c.req.json() });
  return c.json({ id, name }, 201);
});

export default items;
