import { createHash } from 'node:crypto';
import { createApp, createError, createRouter, eventHandler, getQuery, getRouterParam, readBody, useBase } from 'h3';
import { z } from 'zod';
import admin from './admin';
import { requireRole, requireUser } from './guards';
import { items } from './items';
import { prisma } from './prisma';
import { claimsOf, issueToken } from './token';

const credentials = z.object({ email: z.email(), password: z.string().min(1) });

const router = createRouter();

router.get('/health', eventHandler(() => ({ status: 'ok' })));

router.post('/auth/login', eventHandler(async (event) => {
  const body = credentials.safeParse(await readBody(event));
  if (!body.success) throw createError({ statusCode: 400, message: 'the body is not valid' });
  const user = await prisma.user.findUnique({ where: { email: body.data.email } });
  if (!user || user.passwordHash !== createHash('sha256').update(body.data.password).digest('hex')) throw createError({ statusCode: 401 });
  return { token: issueToken({ sub: String(user.id), role: user.role }) };
}));

router.get('/lookup', eventHandler(async (event) => {
  const user = await prisma.user.findUnique({ where: { email: String(getQuery(event).email) } });
  return { exists: user !== null };
}));

router.get('/files/:name', eventHandler((event) => {
  if (!claimsOf(event)) return new Response('sign in first', { status: 401 });
  const name = getRouterParam(event, 'name') ?? '';
  return { name, size: name.length };
}));

router.use('/items/**', useBase('/items', items.handler));
router.use('/items', useBase('/items', items.handler));

export const app = createApp();

app.use('/admin', requireUser);
app.use('/admin', requireRole('admin'));
app.use('/admin', admin);
app.use(router);
