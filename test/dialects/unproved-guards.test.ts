import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../server/src/engine/workspace';
import { defaultConfig } from '../../server/src/model/config';
import { memoryTree } from '../checks/memory-tree';

/** What a framework may ask of callers and nobody sees here is *unknown*: it neither protects nor accuses. */
const told = (dependency: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  const { model } = createWorkspace(memoryTree({ 'package.json': JSON.stringify({ name: 'x', dependencies: { [dependency.replace(/@[^@/]+$/, '')]: /@([^@/]+)$/.exec(dependency)?.[1] ?? '*' } }), ...files }), defaultConfig('2026-01-01')).snapshot();
  return Object.fromEntries(model.endpoints.map(({ id, auth }) => [id, auth.status]));
};

describe('Feathers', () => {
  const app = (body: string, host = 'express'): Readonly<Record<string, string>> => told('@feathersjs/feathers@^5.0.0', {
    'app.ts': `import { feathers } from '@feathersjs/feathers';\nimport { authenticate } from '@feathersjs/authentication';\n${host === 'express' ? "import express, { rest } from '@feathersjs/express';\nconst app = express(feathers());" : "import { koa, rest } from '@feathersjs/koa';\nconst app = koa(feathers());"}
const service = { async find() { return []; } };\nconst ensure = (req, res, next) => { if (!req.headers.authorization) return res.status(401).end(); next(); };\n${body}\napp.listen(3030);`,
  });

  it('runs middleware in front of a service', () => {
    expect(app("app.configure(rest());\napp.use('notes', ensure, service);")).toEqual({ 'GET /notes': 'required' });
    expect(app("app.configure(rest());\napp.use('notes', service);")).toEqual({ 'GET /notes': 'none' });
  });

  it('authenticates routes of Express with its own middleware', () => {
    expect(app("app.configure(rest());\napp.get('/hello', express.authenticate('jwt'), (req, res) => res.json({ a: 1 }));")['GET /hello']).toBe('required');
  });

  it('says nothing of hooks that are not seen, and of middleware of Koa', () => {
    expect(app("import { hooks } from 'elsewhere';\napp.configure(rest());\napp.use('notes', service);\napp.service('notes').hooks(hooks);")).toEqual({ 'GET /notes': 'unknown' });
    expect(app("app.use(async (ctx, next) => { if (!ctx.headers.authorization) ctx.throw(401); await next(); });\napp.configure(rest());\napp.use('notes', service);", 'koa')).toEqual({ 'GET /notes': 'unknown' });
  });

  it('lets everybody in where a strategy is for nobody', () => {
    expect(app("app.configure(rest());\napp.use('notes', service);\napp.service('notes').hooks({ before: { all: [authenticate('jwt', 'anonymous')] } });")['GET /notes']).not.toBe('required');
  });
});

describe('LoopBack', () => {
  const app = (body: string, imports = '', controller = ''): string | undefined => told('@loopback/rest@^15.0.0', {
    'src/application.ts': `${imports}\nimport { RestApplication } from '@loopback/rest';\nimport { NotesController } from './notes.controller';\nexport class App extends RestApplication { constructor(options = {}) { super(options); ${body} this.controller(NotesController); } }`,
    'src/notes.controller.ts': `import { authenticate } from '@loopback/authentication';\nimport { intercept } from '@loopback/core';\nimport { get } from '@loopback/rest';\nexport class NotesController { ${controller} @get('/notes') find() { return []; } }`,
  })['GET /notes'];

  it('says nothing of middleware, interceptors and sequences of its own', () => {
    expect(app('')).toBe('none');
    expect(app('this.middleware((context, next) => next());')).toBe('unknown');
    expect(app('', '', "@intercept('guard')")).toBe('unknown');
    const parts = "import { AuthenticationComponent } from '@loopback/authentication';\nimport { JWTAuthenticationComponent } from '@loopback/authentication-jwt';\n";
    const jwt = 'this.component(AuthenticationComponent); this.component(JWTAuthenticationComponent);';
    expect(app(jwt, parts, "@authenticate('jwt')")).toBe('required');
    expect(app(`${jwt} this.sequence(Own);`, `${parts}class Own { async handle(context) { return context.invoke(); } }`, "@authenticate('jwt')")).toBe('unknown');
    expect(app(`${jwt} this.sequence(Own);`, `${parts}import { MiddlewareSequence } from '@loopback/rest';\nclass Own extends MiddlewareSequence {}`, "@authenticate('jwt')")).toBe('required');
  });

  it('does not take a component for none that may bring the one that authenticates', () => {
    expect(app('this.component(Security);', "import { Security } from '@company/auth';", "@authenticate('jwt')")).toBe('unknown');
  });
});

describe('tsoa', () => {
  const app = (security: string, authentication: string | null): string | undefined => told('tsoa@^6.0.0', {
    'tsoa.json': JSON.stringify({ entryFile: 'src/app.ts', controllerPathGlobs: ['src/*.controller.ts'], routes: { routesDir: 'src', ...authentication === null ? {} : { authenticationModule: './src/authentication.ts' } } }),
    'src/app.ts': "import express from 'express';\nimport { RegisterRoutes } from './routes';\nconst app = express();\nRegisterRoutes(app);\napp.listen(1);",
    ...authentication === null ? {} : { 'src/authentication.ts': authentication },
    'src/notes.controller.ts': `import { Controller, Get, Route, Security } from 'tsoa';\nimport { SCHEME } from 'elsewhere';\n@Route('notes')\nexport class NotesController extends Controller { ${security} @Get('/') async list() { return []; } }`,
  })['GET /notes'];
  const checking = "export async function expressAuthentication(request, name, scopes) { if (!request.headers.authorization) throw Object.assign(new Error('no'), { status: 401 }); return {}; }";

  it('says nothing of schemes and authenticators that are not seen', () => {
    expect(app("@Security('jwt')", checking)).toBe('required');
    expect(app('', checking)).toBe('none');
    expect(app('@Security(SCHEME)', checking)).toBe('unknown');
    expect(app("@Security('jwt')", 'export async function koaAuthentication() { return {}; }')).toBe('unknown');
    expect(app("@Security('jwt')", null)).toBe('unknown');
  });
});

describe('inversify-express-utils', () => {
  const app = (controller: string, server = ''): string | undefined => told('inversify-express-utils@^6.4.0', {
    'app.ts': `import { Container } from 'inversify';\nimport { bindings } from 'elsewhere';\nimport { InversifyExpressServer, controller, httpGet, withMiddleware } from 'inversify-express-utils';
const guard = (req, res, next) => { if (!req.headers.authorization) return res.status(401).end(); next(); };
${controller}
const container = new Container();\ncontainer.load(bindings);\nconst server = new InversifyExpressServer(container);\n${server}\nserver.build().listen(1);`,
  })['GET /notes'];
  const plain = "@controller('/notes') class Notes { @httpGet('/') list() { return []; } }";

  it('runs the middleware of classes, and says nothing of tokens that nobody is seen to bind', () => {
    expect(app(plain)).toBe('none');
    expect(app(plain.replace('class', '@withMiddleware(guard) class'))).toBe('required');
    expect(app(plain.replace("httpGet('/')", "httpGet('/', 'Auth')"))).toBe('unknown');
  });

  it('is configured by the last function that it is given', () => {
    expect(app(plain, 'server.setConfig((app) => { app.use(guard); });')).toBe('required');
    expect(app(plain, 'server.setConfig((app) => { app.use(guard); });\nserver.setConfig((app) => {});')).toBe('none');
  });
});

describe('routing-controllers', () => {
  const app = (middlewares: string): string | undefined => told('routing-controllers@^0.11.0', {
    'app.ts': `import { Controller, Get, createExpressServer } from 'routing-controllers';\nimport { imported } from 'elsewhere';\n@Controller('/notes') class Notes { @Get('/') list() { return []; } }\ncreateExpressServer({ controllers: [Notes]${middlewares} }).listen(1);`,
  })['GET /notes'];

  it('says nothing of middleware that is not seen', () => {
    expect(app('')).toBe('none');
    expect(app(', middlewares: imported')).toBe('unknown');
    expect(app(', middlewares: [...imported]')).toBe('unknown');
  });
});

describe('openapi-backend', () => {
  const app = (security: unknown, handlers: string, more = ''): string | undefined => told('openapi-backend@^5.0.0', {
    'app.ts': `import express from 'express';\nimport { OpenAPIBackend } from 'openapi-backend';
const api = new OpenAPIBackend({ definition: { openapi: '3.0.3', info: { title: 'x', version: '1' }, paths: { '/notes': { delete: { operationId: 'clear', security: ${JSON.stringify(security)}, responses: {} } } } } });
api.register({ clear: (c, req, res) => res.status(200).json({ gone: true })${more} });
${handlers}
api.init();\nconst app = express();\napp.use((req, res) => api.handleRequest(req, req, res));\napp.listen(1);`,
  })['DELETE /notes'];
  const jwt = "api.registerSecurityHandler('jwt', (c, req) => Boolean(req.headers.authorization));";
  const throwing = "api.registerSecurityHandler('jwt', (c, req) => { if (!req.headers.authorization) throw new Error('no'); return true; });";
  const guest = "api.registerSecurityHandler('guest', () => true);";
  const refusing = ', unauthorizedHandler: (c, req, res) => res.status(401).json({})';

  it('asks for one requirement, and for all schemes of it', () => {
    expect(app([{ jwt: [] }], jwt, refusing)).toBe('required');
    expect(app([{ jwt: [] }, { guest: [] }], `${jwt}\n${guest}`, refusing)).not.toBe('required');
    expect(app([{ guest: [], jwt: [] }], `${jwt}\n${guest}`, refusing)).toBe('required');
  });

  it('catches what a security handler throws, and goes on where nobody refuses', () => {
    expect(app([{ jwt: [] }], throwing, refusing)).toBe('required');
    expect(app([{ jwt: [] }], throwing)).not.toBe('required');
  });

  it('does not accuse where a scheme has no handler that is seen', () => {
    expect(app([{ jwt: [] }], '', refusing)).not.toBe('none');
  });
});

describe('ts-rest on Fastify', () => {
  const app = (register: string, hooks = ''): string | undefined => told('@ts-rest/fastify@^3.0.0', {
    'app.ts': `import fastify from 'fastify';\nimport { initContract } from '@ts-rest/core';\nimport { initServer } from '@ts-rest/fastify';
const guard = async (request, reply) => { if (!request.headers.authorization) return reply.code(401).send({}); };
const contract = initContract().router({ notes: { method: 'GET', path: '/notes', responses: {} } });
const app = fastify();\nconst s = initServer();
const router = s.router(contract, { notes: { handler: async () => ({ status: 200, body: [] })${hooks} } });\n${register}\napp.listen({ port: 1 });`,
  })['GET /notes'];

  it('runs the hooks of a route and of a registration', () => {
    expect(app('s.registerRouter(contract, router, app);')).toBe('none');
    expect(app('s.registerRouter(contract, router, app);', ', hooks: { preHandler: guard }')).toBe('required');
    expect(app('s.registerRouter(contract, router, app, { hooks: { preHandler: guard } });')).toBe('required');
    expect(app('app.register(s.plugin(router));')).toBe('none');
  });
});

describe('functions', () => {
  it('of Firebase are callable as their version says, and closed by options for all of them', () => {
    const files = { 'index.js': "const { https } = require('firebase-functions');\nexports.save = https.onCall(async (request) => { if (!request.auth) throw new https.HttpsError('unauthenticated', 'sign in'); return {}; });" };
    expect(told('firebase-functions@^6.1.0', files)['POST /save']).toBe('required');
    expect(told('firebase-functions@^6.1.0', { 'index.ts': "import { setGlobalOptions } from 'firebase-functions/v2';\nimport { onRequest } from 'firebase-functions/v2/https';\nsetGlobalOptions({ invoker: 'private' });\nexport const job = onRequest((req, res) => { res.send('ok'); });" })['ANY /job']).toBe('required');
  });

  it('of Azure say nothing where the level is not written', () => {
    const app = (level: string): string | undefined => told('@azure/functions@^4.0.0', { 'app.ts': `import { app } from '@azure/functions';\napp.http('notes', { methods: ['GET'], authLevel: ${level}, handler: async () => ({ jsonBody: [] }) });` })['GET /api/notes'];
    expect([app("'anonymous'"), app("'function'"), app("process.env.LOCAL ? 'anonymous' : 'function'"), app('process.env.LEVEL')]).toEqual(['none', 'required', 'unknown', 'unknown']);
  });
});

describe('what is no endpoint', () => {
  it('is a hook of Elysia, or the page of metrics that nobody mounts', () => {
    expect(told('elysia@^1.4.0', { 'app.ts': "import { Elysia } from 'elysia';\nnew Elysia().trace(async () => {}).get('/x', () => 'a').listen(1);" })).toEqual({ 'GET /x': 'none' });
    const metrics = (options: string): readonly string[] => Object.keys(told('express@^5.0.0', { 'app.ts': `import express from 'express';\nimport bundle from 'express-prom-bundle';\nconst app = express();\napp.use(bundle(${options}));\napp.get('/x', (req, res) => res.end());\napp.listen(1);` })).sort();
    expect([metrics('{}'), metrics('{ autoregister: false }')]).toEqual([['GET /metrics', 'GET /x'], ['GET /x']]);
  });
});
