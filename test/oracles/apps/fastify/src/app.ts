import Fastify, { type FastifyInstance } from 'fastify';
import type { PrismaClient } from '@prisma/client';
import auth from './plugins/auth';
import database from './plugins/database';
import { paths } from './paths';
import admin from './routes/admin';
import health from './routes/health';
import session from './routes/session';

export async function buildApp(prisma: PrismaClient): Promise<FastifyInstance> {
  const app = Fastify();

  await app.register(database, { prisma });
  await app.register(auth);

  app.register(health);
  app.register(session, { prefix: '/auth' });
  app.register(import('./routes/items'), { prefix: '/items' });
  app.register(import('./routes/lookup'));
  app.register(async (files) => {
    files.addHook('onRequest', app.authenticate);
    files.get('/:name', async (request) => {
      const { name } = request.params as { name: string };
      return { name, size: name.length };
    });
  }, { prefix: paths.files });
  app.register(admin, { prefix: paths.admin });

  return app;
}
