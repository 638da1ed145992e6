import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../server/src/model/api';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

function endpoints(files: Readonly<Record<string, string>>): readonly Endpoint[] {
  return createWorkspace(memoryTree({ 'package.json': '{ "name": "x", "dependencies": { "@hapi/hapi": "^21.0.0" } }', ...files }), defaultConfig('2026-01-01')).snapshot().model.endpoints;
}
const HEAD = "import Hapi from '@hapi/hapi';\nimport Boom from '@hapi/boom';\n";
const app = (body: string, imports = ''): readonly Endpoint[] => endpoints({ 'app.ts': `${imports}\n${HEAD}async function start() {\nconst server = Hapi.server({ port: 1 });\n${body}\nawait server.start();\n}\nstart();` });
const told = (list: readonly Endpoint[]): string[] => list.map(({ id, state, file }) => `${id} ${state} ${file}`).sort();
/** What is said about `GET /x`. */
const verdict = (body: string, imports = ''): string | undefined => {
  const auth = app(body, imports).find(({ id }) => id === 'GET /x')?.auth;
  return auth && [auth.status, ...auth.mechanisms, ...auth.scopes.map((scope) => `scope ${scope}`)].join(' ');
};
const ok = 'handler: () => ({ ok: 1 })';
const route = (more: string): string => `server.route({ method: 'GET', path: '/x', ${ok}, ${more} });`;

describe('which endpoints there are', () => {
  it('are those of servers of any spelling', () => {
    expect(told(endpoints({ 'app.js': `const { Server } = require('@hapi/hapi');\nconst server = new Server();\nserver.route(require('./routes'));`, 'routes.js': `module.exports = [{ method: 'get', path: '/a', ${ok} }, { method: ['PUT', 'PATCH'], path: '/b', config: { ${ok} } }];` })))
      .toEqual(['GET /a live routes.js', 'PATCH /b live routes.js', 'PUT /b live routes.js']);
  });

  it('are those of a manifest of Glue', () => {
    expect(told(endpoints({ 'app.js': `const Glue = require('@hapi/glue');\nconst users = { name: 'users', register: (server) => { server.route({ method: 'GET', path: '/list', ${ok} }); } };\nGlue.compose({ server: { port: 1 }, register: { plugins: [{ plugin: users, routes: { prefix: '/users' } }], options: {} } });` })))
      .toEqual(['GET /users/list live app.js']);
  });

  it('are those of modules that export a plugin, and of classes that take the server', () => {
    expect(told(endpoints({
      'app.ts': `${HEAD}import { Users } from './users';\nconst server = Hapi.server();\nawait server.register([require('./things'), { plugin: require('./named') }]);\nnew Users(server).routes();`,
      'things.js': `exports.plugin = { name: 'things', register(server) { server.dependency('x', (inner) => { inner.route({ method: 'GET', path: '/things', ${ok} }); }); } };`,
      'named.js': `exports.name = 'named';\nexports.register = async (server) => { server.route({ method: 'GET', path: '/named', ${ok} }); };`,
      'users.ts': `import type { Server } from '@hapi/hapi';\nexport class Users {\n  constructor(private readonly server: Server) {}\n  private list = async () => [{ id: 1 }];\n  routes() { this.server.route({ method: 'GET', path: '/users', handler: this.list }); }\n}`,
    }))).toEqual(['GET /named live named.js', 'GET /things live things.js', 'GET /users live users.ts']);
  });

  it('have the places of their prefixes and of their paths', () => {
    const [one] = endpoints({ 'app.ts': `${HEAD}const server = Hapi.server();\nconst plugin = {\n  name: 'p',\n  register: (inner) => {\n    inner.route([\n      { method: 'GET', path: '/a', ${ok} },\n      { method: 'GET', path: '/b', ${ok} },\n    ]);\n  },\n};\nserver.register({\n  plugin,\n  routes: { prefix: '/p' },\n});` });
    expect(one?.id).toBe('GET /p/a');
    expect(one?.components.map(({ text, range }) => [text, range.start.line])).toEqual([['/p', 15], ['/a', 8]]);
    expect(one?.range.start.line).toBe(8);
  });

  it('say in the coverage what is registered out of sight', () => {
    const { coverage } = createWorkspace(memoryTree({ 'package.json': '{}', 'app.ts': `${HEAD}const server = Hapi.server();\nserver.route({ method: process.argv[2], path: '/a', ${ok} });` }), defaultConfig('2026-01-01')).snapshot().model;
    expect(coverage.unresolved.map(({ reason }) => reason)).toContain('a route is registered for a method that is computed');
  });
});

describe('who may call', () => {
  const jwt = "import Jwt from '@hapi/jwt';";
  const strategy = "await server.register(Jwt);\nserver.auth.strategy('jwt', 'jwt', { keys: 'k', verify: {} });\n";

  it('is not said by what is only registered', () => {
    expect(verdict(`${strategy}${route('')}`, jwt)).toBe('none');
  });

  it('is said by the default, also for routes before it, and not where a route says otherwise', () => {
    expect(verdict(`${route('')}${strategy}server.auth.default('jwt');`, jwt)).toBe('required bearer');
    expect(verdict(`${strategy}server.auth.default({ strategy: 'jwt', mode: 'try' });${route('')}`, jwt)).toBe('optional');
    expect(verdict(`${strategy}server.auth.default({ strategy: 'jwt', access: { scope: 'staff' } });${route("options: { auth: { mode: 'required' } }")}`, jwt)).toBe('required bearer scope staff');
    expect(verdict(`${strategy}server.auth.default('jwt');${route('options: { auth: false }')}`, jwt)).toBe('public');
  });

  it('is said for all routes of a server by its options', () => {
    const files = (auth: string): string => `${jwt}\n${HEAD}const server = Hapi.server({ routes: { ${auth} } });\nserver.register(Jwt);\nserver.auth.strategy('jwt', 'jwt', {});\n${route('')}`;
    expect(endpoints({ 'app.ts': files("auth: 'jwt'") })[0]?.auth.status).toBe('required');
    expect(endpoints({ 'app.ts': files('cors: true') })[0]?.auth.status).toBe('none');
  });

  it('asks for one of several scopes, so for none in each', () => {
    expect(verdict(`${strategy}${route("options: { auth: { strategy: 'jwt', access: [{ scope: 'a' }, { scope: 'b' }] } }")}`, jwt)).toBe('required bearer');
  });

  it('is not known where a plugin that sounds like it is out of sight, and is where the scheme is a package\'s', () => {
    expect(verdict(`await server.register(guard);${route('')}`, "import guard from 'company-auth-plugin';")).toBe('unknown');
    expect(verdict(`await server.register(docs);${route('')}`, "import docs from 'hapi-swagger';")).toBe('none');
    expect(verdict(`await server.register(ours);server.auth.strategy('s', 'sso');${route("options: { auth: 's' }")}`, "import ours from 'company-sso';")).toBe('required custom');
    expect(verdict(route("options: { auth: 'nobody-made-it' }"))).toBe('unknown');
    expect(verdict(route('options: { auth: process.env.AUTH }'))).toBe('unknown');
  });

  it('is asked by extensions for every route, wherever they stand', () => {
    const ext = "server.ext('onPreHandler', (request, h) => { if (!request.headers.authorization) throw Boom.unauthorized(); return h.continue; });";
    expect(verdict(`${route('')}${ext}`)).toBe('required bearer');
    expect(verdict(`server.register({ name: 'p', register: (inner) => { ${ext.replace('server.', 'inner.')} } });${route('')}`)).toBe('required bearer');
    expect(verdict(`server.register({ name: 'p', register: (inner) => { ${ext.replace('server.', 'inner.').replace('; });', "; }, { sandbox: 'plugin' });")} } });${route('')}`)).toBe('none');
  });

  it('is not asked after the handler', () => {
    expect(verdict(`server.ext('onPreResponse', (request, h) => { if (!request.headers.authorization) throw Boom.unauthorized(); return h.continue; });${route('')}`)).toBe('none');
  });

  it('refuses with a redirect to sign in', () => {
    const [x] = app("await server.register(Cookie);server.auth.strategy('s', 'cookie', { cookie: { name: 'web' }, redirectTo: '/in' });" + route("options: { auth: 's' }"), "import Cookie from '@hapi/cookie';");
    expect([x?.auth.status, ...x?.parameters.map(({ in: where, name }) => `${where} ${name}`) ?? []]).toEqual(['required', 'cookie web']);
  });
});

describe('what is read and sent', () => {
  it('is what the schemas name, whatever the handler does', () => {
    const [x] = app("server.route({ method: 'POST', path: '/x/{id}', options: { validate: { params: { id: Joi.number() }, query: { page: Joi.number() }, headers: Joi.object({ 'x-tenant': Joi.string() }).unknown(), payload: Joi.object().keys({ name: Joi.string() }).append({ age: Joi.number() }) } }, handler: (request) => request.payload });", "import Joi from 'joi';");
    expect(x?.parameters.map(({ in: where, name }) => `${where} ${name}`)).toEqual(['header x-tenant', 'path id', 'query page']);
    expect(x?.requestBody).toMatchObject({ fields: [{ path: 'age' }, { path: 'name' }], validated: true });
  });

  it('is what stands in the response at its end', () => {
    const [x] = app("server.route({ method: 'GET', path: '/x', handler: (request, h) => { const response = h.response({ a: 1 }); if (request.query.made) return response.code(201).header('a', 'b'); return h.redirect('/y').permanent(); } });");
    expect(x?.responses.map(({ status, fields }) => [status, fields.map(({ path }) => path).join()])).toEqual([[201, 'a'], [301, '']]);
  });

  it('is an error where one is given back, with its status', () => {
    const [x] = app("server.route({ method: 'GET', path: '/x', handler: (request) => (request.query.a ? Boom.teapot('no') : request.query.b ? Boom.conflict('no') : { ok: 1 }) });");
    expect(x?.responses.map(({ status }) => status)).toContain(409);
    expect(x?.responses.filter(({ status }) => status === 200).flatMap(({ fields }) => fields.map(({ path }) => path))).toEqual(['ok']);
  });
});
