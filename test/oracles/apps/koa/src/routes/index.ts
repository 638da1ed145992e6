import Router from '@koa/router';
import { prisma } from '../lib/db';
import { admin } from './admin';
import { auth } from './auth';
import items from './items';

const health = new Router();
health.get('/health', (ctx) => { ctx.body = { status: 'ok' }; });

const lookup = new Router();
lookup.get('/lookup', async (ctx) => {
  const user = await prisma.user.findUnique({ where: { email: String(ctx.query.email) } });
  ctx.body = { exists: user !== null };
});

export const routers = [health, auth, items, lookup, admin];
