import { createFactory } from 'hono/factory';
import type { AppEnv } from '@/lib/env';
import { prisma } from '@/lib/db';

const factory = createFactory<AppEnv>();

const listUsers = factory.createHandlers(async (c) => {
  const users = await prisma.user.findMany();
  return c.json(users.map(({ id, email, role }) => ({ id, email, role })));
});

const removeUser = factory.createHandlers(async (c) => {
  await prisma.user.delete({ where: { id: Number(c.req.param('id')) } });
  return c.body(null, 204);
});

const users = factory.createApp().basePath('/users').get('/', ...listUsers).delete('/:id', ...removeUser);

export const admin = factory.createApp().route('/', users);
