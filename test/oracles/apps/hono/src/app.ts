import { Hono } from 'hono';
import { logger } from 'hono/logger';
import { prisma } from '@/lib/db';
import type { AppEnv } from '@/lib/env';
import { requireRole, requireUser } from '@/middleware/auth';
import { admin } from '@/routes/admin';
import { auth } from '@/routes/auth';
import health from '@/routes/health';
import items from '@/routes/items';

const FILES = '/files';

export const app = new Hono<AppEnv>();

app.use(logger(() => undefined));
app.route('/', health);
app.route('/auth', auth);
app.route('/items', items);

app.get('/lookup', async (c) => {
  const user = await prisma.user.findUnique({ where: { email: c.req.query('email') } });
  return c.json({ exists: user !== null });
});

app.use(`${FILES}/*`, requireUser);
app.get(`${FILES}/:name`, (c) => {
  const { name } = c.req.param();
  return c.json({ name, size: name.length });
});

app.use('/admin/*', requireUser, requireRole('admin'));
app.route('/admin', admin);
