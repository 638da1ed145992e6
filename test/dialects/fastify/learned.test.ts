import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../server/src/model/api';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

function endpoints(files: Readonly<Record<string, string>>): readonly Endpoint[] {
  return createWorkspace(memoryTree({ 'package.json': '{ "name": "x" }', ...files }), defaultConfig('2026-01-01')).snapshot().model.endpoints;
}
const told = (files: Readonly<Record<string, string>>): string[] => endpoints(files).map(({ id, state, file, range }) => `${id} ${state} ${file}:${range.start.line}`).sort();
/** The endpoints of one file in which `app` is an application. */
const served = (code: string): readonly Endpoint[] => endpoints({ 'app.ts': `import Fastify from 'fastify';\nimport jwt from '@fastify/jwt';\nimport fp from 'fastify-plugin';\nconst app = Fastify();\n${code}\napp.listen({ port: 1 });` });
const verdict = (code: string, id = 'GET /x'): string | undefined => served(code).find((one) => one.id === id)?.auth.status;

describe('which routes there are', () => {
  it('follows plugins that are imported when they are needed, wrapped, awaited, and given a prefix by a constant elsewhere', () => {
    expect(told({
      'app.ts': "import { fastify } from 'fastify';\nimport { prefix } from './config';\nexport const build = async () => {\n  const app = fastify();\n  await app.register(import('./a.js'), { prefix });\n  return app;\n};\n(await build()).listen({ port: 1 });",
      'config.ts': "export const prefix = `${'/api'}/v1`;",
      'a.ts': "import fp from 'fastify-plugin';\nimport b from './b';\nexport default fp(async (app) => { app.register(b, { prefix: '/b' }); });",
      'b.ts': "export default async (app) => { app.get('/', async () => 1); app.post('/:id', async () => 1); };",
    })).toEqual(['GET /b live b.ts:1', 'POST /b/{id} live b.ts:1']);
  });

  it('loads a plugin after the rest of the function that registers it, and at once where it is awaited', () => {
    expect(served("app.register(async (one) => { one.get(one.place, async () => 1); });\napp.decorate('place', '/later');").map(({ id }) => id)).toEqual(['GET /later']);
    expect(served("const place = '/x';\nawait app.register(fp(async (one) => { one.decorate('place', place); }));\napp.get(app.place, async () => 1);").map(({ id }) => id)).toEqual(['GET /x']);
  });

  it('says that a route hangs on a condition when its plugin does', () => {
    expect(served("if (process.env.EXTRA) app.register(async (one) => { one.get('/x', async () => 1); one.register(async (two) => { two.get('/y', async () => 1); }); });").map(({ id, state }) => `${id} ${state}`))
      .toEqual(['GET /x conditional', 'GET /y conditional']);
  });

  it('counts one application that two functions make once', () => {
    expect(told({
      'app.ts': "import Fastify from 'fastify';\nexport function build(options) { const app = Fastify(options); app.get('/x', async () => 1); return app; }",
      'server.ts': "import { build } from './app';\nbuild({}).listen({ port: 1 });",
      'lambda.ts': "import { build } from './app';\nexport const handler = wrap(build({ logger: false }));",
    })).toEqual(['GET /x live app.ts:2']);
  });

  it('takes the HEAD that comes with a GET for no endpoint of its own', () => {
    expect(served("app.route({ method: ['GET', 'HEAD'], url: '/x', handler: async () => 1 });\napp.head('/y', async () => 1);").map(({ id }) => id)).toEqual(['GET /x', 'HEAD /y']);
  });

  it('knows which plugin nobody registers', () => {
    expect(told({ 'a.ts': "import type { FastifyPluginAsync } from 'fastify';\nexport const a: FastifyPluginAsync<{ b: 1 }> = async (app, options) => { app.get('/x', async () => 1); };" })).toEqual(['GET /x unmounted a.ts:2']);
    expect(told({ 'a.ts': "import type { FastifyInstance } from 'fastify';\nexport async function a(app: FastifyInstance) { app.get('/x', async () => 1); }" })).toEqual(['GET /x unmounted a.ts:2']);
  });

  it('stands where the object of a route in a table is written', () => {
    expect(told({ 'app.ts': "import Fastify from 'fastify';\nconst routes = [\n  { method: 'GET', url: '/a', handler: async () => 1 },\n  { method: 'PUT', url: '/b', handler: async () => 1 },\n];\nconst app = Fastify();\nfor (const route of routes) app.route(route);" }))
      .toEqual(['GET /a live app.ts:3', 'PUT /b live app.ts:4']);
  });

  it('lists what it could not follow', () => {
    const snapshot = createWorkspace(memoryTree({ 'package.json': '{ "name": "x" }', 'app.ts': "import Fastify from 'fastify';\nimport auto from '@fastify/autoload';\nconst app = Fastify();\napp.register(plugins[process.env.NAME]);\napp.register(auto, { dir: process.env.DIR });\napp.get('/x', async () => 1);" }), defaultConfig('2026-01-01')).snapshot();
    expect(snapshot.model.coverage.unresolved.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['a plugin could not be followed', 'the folder of @fastify/autoload could not be followed']));
    // A plugin that is not known may guard what stands beside it.
    expect(snapshot.model.endpoints.map(({ auth }) => auth.status)).toEqual(['unknown']);
    expect(snapshot.findings).toEqual([]);
  });
});

describe('@fastify/autoload', () => {
  const routes = {
    'src/routes/users/_id/index.ts': "import type { FastifyPluginAsync } from 'fastify';\nconst plugin: FastifyPluginAsync = async (app) => { app.get('/', async () => 1); };\nexport default plugin;",
    'src/routes/users/users.ts': "export default async (app) => { app.post('/', async () => 1); };\nexport const autoPrefix = '/people';",
    'src/routes/users/notes.test.ts': "export default async (app) => { app.get('/test', async () => 1); };",
  };
  it.each([
    ['import.meta.dirname', "join(import.meta.dirname, 'routes')"],
    ['import.meta.url', "join(dirname(fileURLToPath(import.meta.url)), 'routes')"],
    ['__dirname', "join(__dirname, 'routes')"],
  ])('finds the folder by %s', (_name, dir) => {
    expect(told({
      ...routes,
      'src/app.ts': `import autoLoad from '@fastify/autoload';\nimport Fastify from 'fastify';\nimport { dirname, join } from 'node:path';\nimport { fileURLToPath } from 'node:url';\nconst app = Fastify();\napp.register(autoLoad, { dir: ${dir}, routeParams: true, ignorePattern: /\\.test\\.ts$/ });\napp.listen({ port: 1 });`,
    })).toEqual(['GET /users/{id} live src/routes/users/_id/index.ts:2', 'POST /people live src/routes/users/users.ts:1']);
  });

  // The prefix is that of the plugin and stands in its options, too: handed on, it counts twice. So it does with the real command.
  it('finds the plugin that fastify-cli starts from what is built', () => {
    expect(told({
      ...routes,
      'package.json': '{ "name": "x", "scripts": { "start": "npm run build && fastify start --prefix /v1 -l info dist/app.js" } }',
      'src/app.ts': "import AutoLoad, { type AutoloadPluginOptions } from '@fastify/autoload';\nimport { join } from 'node:path';\nexport default async function (app, options) { void app.register(AutoLoad, { dir: join(__dirname, 'routes'), options, ignorePattern: /test/, routeParams: true }); }",
    })).toEqual(['GET /v1/v1/users/{id} live src/routes/users/_id/index.ts:2', 'POST /v1/v1/people live src/routes/users/users.ts:1']);
  });
});

describe('who may call it', () => {
  const guard = "const guard = async (request, reply) => { if (request.headers.authorization !== process.env.KEY) return reply.code(401).send({ error: 'no' }); };\n";

  it('hears a helper that answered for its hook', () => {
    const helper = (end: string): string => `const check = (request, reply) => { if (request.headers.authorization !== process.env.KEY) { reply.code(401).send({}); ${end} } };\napp.get('/x', { preHandler: async (request, reply) => { check(request, reply); request.log.info('checked'); } }, async () => 1);`;
    expect([verdict(helper('return;')), verdict(helper(''))]).toEqual(['required', 'required']);
  });

  it('hears what a callback is given', () => {
    const hook = (error: string): string => `app.get('/x', { preHandler: (request, reply, done) => { if (request.headers.authorization !== process.env.KEY) { ${error} } else done(); } }, async () => 1);`;
    expect(verdict(hook("done(Object.assign(new Error('no'), { statusCode: 401 }));"))).toBe('required');
    expect(verdict(hook('done();'))).toBe('optional');
    expect(verdict(hook("reply.code(401).send({ error: 'no' });"))).toBe('required');
    expect(verdict("await app.register(jwt, { secret: 's' });\napp.get('/x', { onRequest: (request, reply, done) => { request.jwtVerify((error) => { if (error) return reply.send(error); done(); }); } }, async () => 1);")).toBe('required');
  });

  it('judges an allow-list by the route that was found', () => {
    const hook = (test: string): string => `${guard}app.addHook('onRequest', async (request, reply) => { if (${test}) return; return guard(request, reply); });\napp.register(async (one) => { one.get('/open', async () => 1); one.get('/closed', async () => 1); }, { prefix: '/x' });`;
    for (const test of ["request.routeOptions.url === '/x/open'", "request.url.startsWith('/x/open')", "['/x/open'].includes(request.routeOptions.url)", "request.routerPath === '/x/open'"]) {
      expect([test, verdict(hook(test), 'GET /x/open'), verdict(hook(test), 'GET /x/closed')]).toEqual([test, 'none', 'required']);
    }
  });

  it('takes what only declares a decoration for no guard, and a rate limit for none', () => {
    expect(verdict("import limit from '@fastify/rate-limit';\nawait app.register(jwt, { secret: 's' });\nawait app.register(limit, { max: 1 });\napp.decorateRequest('user', null);\napp.get('/x', { preHandler: app.rateLimit() }, async () => 1);")).toBe('none');
    expect(verdict("await app.register(jwt, { secret: 's' });\napp.decorateRequest('user', null);\napp.get('/x', async () => ({ a: 1 }));")).toBe('none');
    expect(verdict("app.decorateRequest('user', null);\napp.get('/x', async (request, reply) => { if (!request.user) return reply.code(401).send(); return 1; });")).toBe('required');
  });

  it('follows namespaces of tokens, and tokens that code verifies itself', () => {
    expect(verdict("await app.register(jwt, { secret: 's', namespace: 'staff' });\napp.get('/x', { onRequest: async (request) => { await request.staffJwtVerify(); } }, async () => 1);")).toBe('required');
    expect(verdict("await app.register(jwt, { secret: 's' });\napp.get('/x', async (request) => { const claims = app.jwt.verify(request.headers.authorization); return { a: claims.sub }; });")).toBe('required');
    expect(verdict("await app.register(jwt, { secret: 's' });\napp.get('/x', async (request) => { const claims = app.jwt.decode(request.headers.authorization); return { a: claims.sub }; });")).not.toBe('required');
  });

  it('is silent about plugins out of sight, unless their names have nothing of authentication', () => {
    expect(verdict("import own from '@company/auth-plugin';\napp.register(own);\napp.get('/x', async () => 1);")).toBe('unknown');
    expect(verdict("import own from '@company/metrics';\napp.register(own);\napp.get('/x', async () => 1);")).toBe('none');
  });

  it('knows roles, and takes the guards of a group for all that stands in it', () => {
    const [only] = served("await app.register(jwt, { secret: 's' });\napp.register(async (one) => {\n  one.addHook('onRequest', (request) => request.jwtVerify());\n  one.addHook('preHandler', async (request, reply) => { if (request.user.role !== 'admin') return reply.status(403).send({}); });\n  one.get('/x', async () => 1);\n});");
    expect(only?.auth).toMatchObject({ status: 'required', mechanisms: ['bearer'], roles: ['admin'] });
    expect(only?.guards.map(({ scope, verdict: judged }) => `${scope} ${judged}`)).toEqual(['plugin refuses', 'plugin refuses']);
  });
});

describe('what is answered', () => {
  const fields = (code: string): readonly string[] | undefined => served(code).find(({ id }) => id === 'GET /x')?.responses.map(({ status, complete, fields: all }) => `${status} ${complete} ${all.map(({ path }) => path).join(' ')}`);

  it('keeps what is answered on other ways apart', () => {
    expect(fields("app.get('/x', async (request, reply) => { if (!request.query.q) { reply.code(400); return { error: 'q' }; } if (request.query.q === 'new') reply.code(201); return { found: 1 }; });"))
      .toEqual(['400 true error', '200 true found', '201 true found']);
    expect(fields("app.get('/x', async (request, reply) => { if (!request.query.q) reply.code(400).send({ error: 'q' }); else reply.send({ found: 1 }); return reply; });")).toEqual(['400 true error', '200 true found']);
    expect(fields("app.get('/x', (request, reply) => { reply.send({ first: 1 }); reply.send({ second: 1 }); });")).toEqual(['200 true first']);
  });

  it('is bound by the schema even where the value could not be followed', () => {
    const schema = "{ schema: { response: { 200: { type: 'object', properties: { id: { type: 'integer' }, tags: { type: 'array', items: { type: 'string' } } } } } } }";
    expect(fields(`import { find } from 'elsewhere';\napp.get('/x', ${schema}, async () => find());`)).toEqual(['200 true id tags[]']);
    expect(fields("import { find } from 'elsewhere';\napp.get('/x', async () => find());")).toEqual(['200 false ']);
    // A schema that is not known may hide anything.
    expect(fields("import { schema } from 'elsewhere';\napp.get('/x', { schema }, async () => ({ id: 1 }));")).toEqual(['200 false ']);
    expect(fields("import { answer } from 'elsewhere';\napp.get('/x', { schema: { response: { 200: answer } } }, async () => ({ id: 1 }));")).toEqual(['200 false ']);
  });

  it('reads what the schemas of a route name, of JSON Schema, TypeBox and Zod', () => {
    const schemas = ["{ type: 'object', properties: { page: { type: 'integer' }, q: { $ref: 'q#' } } }", 'Type.Object({ page: Type.Integer(), q: Type.Optional(Type.String()) })', 'z.object({ page: z.number() }).extend({ q: z.string().optional() })'];
    for (const schema of schemas) {
      const [only] = served(`import { Type } from '@sinclair/typebox';\nimport { z } from 'zod';\napp.post('/x', { schema: { querystring: ${schema}, body: ${schema} } }, async (request) => { save(request.body); return 1; });`);
      expect(only?.parameters.map(({ in: where, name }) => `${where} ${name}`)).toEqual(['query page', 'query q']);
      expect(only?.requestBody).toMatchObject({ validated: true, fields: [{ path: 'page' }, { path: 'q' }] });
    }
  });

  it('tells sockets from answers, with the hooks before them', () => {
    const found = served("await app.register(jwt, { secret: 's' });\napp.get('/open', { websocket: true }, (socket, request) => { socket.send(request.query.name); });\napp.get('/closed', { websocket: true, preValidation: (request) => request.jwtVerify() }, (socket) => { socket.on('message', (text) => socket.send(text)); });");
    expect(found.map(({ id, protocol, auth, responses, parameters }) => [id, protocol, auth.status, responses.length, parameters.filter(({ in: where }) => where === 'query').length]))
      .toEqual([['GET /open', 'websocket', 'none', 0, 1], ['GET /closed', 'websocket', 'required', 0, 0]]);
  });

  it('knows validated bodies by their schema', () => {
    const [only] = served("import { Type } from '@sinclair/typebox';\napp.post('/x', { schema: { body: Type.Object({ name: Type.String() }) } }, async (request) => ({ name: request.body.name }));");
    expect(only?.requestBody).toMatchObject({ validated: true, fields: [{ path: 'name' }] });
  });
});
