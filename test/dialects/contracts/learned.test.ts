import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../server/src/model/api';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

// ts-rest and zodios want version 3 of zod beside version 4 of the other oracles, so that they are not run.

function endpoints(files: Readonly<Record<string, string>>): readonly Endpoint[] {
  return createWorkspace(memoryTree({ 'package.json': '{ "name": "x", "dependencies": { "express": "^5.0.0" } }', ...files }), defaultConfig('2026-01-01')).snapshot().model.endpoints;
}
const told = (files: Readonly<Record<string, string>>): string[] => endpoints(files).map(({ id, framework, auth, responses, handler }) =>
  `${id} ${framework} ${auth.status} ${responses.map(({ status, fields }) => `${status}:${fields.map(({ path }) => path).join()}`).join(' ')} ${handler?.file}`).sort();
const GUARD = 'export const guard = (req, res, next) => { if (!req.headers.authorization) { res.status(401).end(); return; } next(); };';

describe('contracts of ts-rest', () => {
  const contract = `import { initContract } from '@ts-rest/core';
const c = initContract();
const posts = c.router({
  list: { method: 'GET', path: '/posts', responses: {} },
  one: c.query({ method: 'GET', path: '/posts/:id', responses: {} }),
  create: { method: 'POST', path: '/posts', body: null, responses: {} },
  notImplemented: { method: 'PUT', path: '/later', responses: {} },
}, { pathPrefix: '/v1' });
export const contract = c.router({ posts, health: { method: 'GET', path: '/health', responses: {} } }, { pathPrefix: '/api' });`;
  const handlers = `
  posts: {
    list: async () => ({ status: 200, body: { items: [] } }),
    one: { middleware: [guard], handler: async ({ params }) => (params.id === '' ? { status: 404, body: { error: 'no' } } : { status: 200, body: { id: params.id } }) },
    create: async ({ body }) => ({ status: 201, body: { title: body.title } }),
  },
  health: async () => ({ status: 200, body: { status: 'ok' } }),`;

  it('are the routes of the Express application that they are bound to', () => {
    expect(told({
      'contract.ts': contract, 'guard.ts': GUARD, 'router.ts': `import { initServer } from '@ts-rest/express';\nimport { contract } from './contract';\nimport { guard } from './guard';\nconst s = initServer();\nexport const router = s.router(contract, {${handlers}\n});`,
      'app.ts': "import express from 'express';\nimport { createExpressEndpoints } from '@ts-rest/express';\nimport { contract } from './contract';\nimport { router } from './router';\nconst app = express();\ncreateExpressEndpoints(contract, router, app);\napp.listen(1);",
    })).toEqual([
      'GET /api/health express public 200:status router.ts', 'GET /api/v1/posts express none 200:items router.ts', 'GET /api/v1/posts/{id} express required 404:error 200:id router.ts', 'POST /api/v1/posts express none 201:title router.ts',
    ]);
  });

  it('have the middleware of all of them before their own', () => {
    const [one] = endpoints({ 'guard.ts': GUARD, 'app.ts': "import express from 'express';\nimport { initContract } from '@ts-rest/core';\nimport { createExpressEndpoints, initServer } from '@ts-rest/express';\nimport { guard } from './guard';\nconst contract = initContract().router({ a: { method: 'GET', path: '/a', responses: {} } });\nconst app = express();\ncreateExpressEndpoints(contract, initServer().router(contract, { a: async () => ({ status: 200, body: { a: 1 } }) }), app, { globalMiddleware: [guard] });\napp.listen(1);" });
    expect(one).toMatchObject({ id: 'GET /a', auth: { status: 'required' } });
  });

  it('are the routes of a Fastify instance', () => {
    expect(told({ 'contract.ts': contract, 'app.ts': `import fastify from 'fastify';\nimport { initServer } from '@ts-rest/fastify';\nimport { contract } from './contract';\nconst app = fastify();\nconst s = initServer();\nconst guard = async (request, reply) => { if (!request.headers.authorization) return reply.code(401).send({}); };\nconst router = s.router(contract, {${handlers.replace('middleware: [guard], ', '')}\n});\ns.registerRouter(contract, router, app);\napp.listen({ port: 1 });` }).map((one) => one.split(' ').slice(0, 3).join(' ')))
      .toEqual(['GET /api/health fastify', 'GET /api/v1/posts fastify', 'GET /api/v1/posts/{id} fastify', 'POST /api/v1/posts fastify']);
  });
});

describe('applications of zodios', () => {
  it('are applications of Express', () => {
    expect(told({ 'guard.ts': GUARD, 'app.ts': "import { zodiosApp, zodiosContext } from '@zodios/express';\nimport { guard } from './guard';\nconst ctx = zodiosContext();\nconst router = ctx.router(api);\nrouter.get('/users/:id', guard, (req, res) => { res.json({ id: req.params.id }); });\nconst app = zodiosApp(api);\napp.get('/open', (req, res) => { res.json({ a: 1 }); });\napp.use('/v1', router);\napp.listen(1);" }))
      .toEqual(['GET /open express none 200:a app.ts', 'GET /v1/users/{id} express required 200:id app.ts']);
  });
});
