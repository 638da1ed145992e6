import Hapi from '@hapi/hapi';
import Inert from '@hapi/inert';
import * as inner from './inner';
import { guarded } from './guarded';
import { tables } from './tables';

const METHODS = ['GET', 'POST'] as const;

export async function create(): Promise<Hapi.Server> {
  const server = new Hapi.Server({ port: process.env.PORT, host: 'localhost' });
  server.decorate('toolkit', 'ok', function (value: object) { return this.response({ ok: true, ...value }); });
  server.method('find', (id: string) => ({ id, found: true }));
  await server.register([
    Inert,
    { plugin: inner, options: { version: 'v1' }, routes: { prefix: '/outer' } },
  ]);
  await server.register(guarded, { routes: { prefix: '/guarded' } });
  await server.register({ plugin: tables });

  server.route({ method: [...METHODS], path: '/both', handler: () => ({ both: true }) });
  server.route({ method: '*', path: '/any', handler: () => ({ any: true }) });
  server.route({ method: 'GET', path: '/optional/{id?}', handler: (request) => ({ id: request.params.id ?? 'none' }) });
  server.route({ method: 'GET', path: '/rest/{path*}', handler: (request) => ({ path: request.params.path }) });
  server.route({ method: 'GET', path: '/two/{parts*2}', handler: (request) => ({ parts: request.params.parts }) });
  server.route({ method: 'GET', path: '/image/{name}.png', handler: (request) => ({ name: request.params.name }) });
  server.route({ method: 'GET', path: '/decorated', handler: (request, h) => h.ok({ extra: 1 }) });
  server.route({ method: 'GET', path: '/method/{id}', handler: (request) => request.server.methods.find(request.params.id) });
  server.route({ method: 'GET', path: '/empty', handler: () => null });
  server.route({ method: 'POST', path: '/created', handler: (request, h) => h.response({ made: true }).created('/created/1') });
  server.route({ method: 'GET', path: '/static/{file*}', handler: { directory: { path: '.' } } });
  if (process.env.FEATURE_REPORTS === 'on') server.route({ method: 'GET', path: '/reports', handler: () => ({ reports: 1 }) });
  return server;
}
