import * as Hapi from '@hapi/hapi';
import { prisma } from './lib/db';
import { authentication } from './plugins/authentication';
import * as admin from './routes/admin';
import { auth } from './routes/auth';
import { items } from './routes/items';

export async function createServer(): Promise<Hapi.Server> {
  const server = Hapi.server({ port: process.env.PORT ?? 3000, host: 'localhost' });
  await server.register(authentication);
  await server.register([{ plugin: auth, routes: { prefix: '/auth' } }, { plugin: admin, routes: { prefix: '/admin' } }]);
  server.route({ method: 'GET', path: '/health', handler: () => ({ status: 'ok' }) });
  server.route(items);
  server.route({
    method: 'GET',
    path: '/lookup',
    handler: async (request) => {
      const user = await prisma.user.findUnique({ where: { email: request.query.email } });
      return { exists: user !== null };
    },
  });
  server.route({
    method: 'GET',
    path: '/files/{name}',
    options: { auth: 'token' },
    handler: ({ params: { name } }) => ({ name, size: name.length }),
  });
  return server;
}
