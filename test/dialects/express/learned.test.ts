import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../server/src/model/api';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

/** What real code taught: each case was once told wrong. */
function endpoints(files: Readonly<Record<string, string>>): readonly Endpoint[] {
  return createWorkspace(memoryTree({ 'package.json': '{ "name": "x" }', ...files }), defaultConfig('2026-01-01')).snapshot().model.endpoints;
}
const told = (files: Readonly<Record<string, string>>): string[] => endpoints(files).map(({ id, state, file, range }) => `${id} ${state} ${file}:${range.start.line}`);
/** The verdict on the one endpoint that a handler or guard stands for. */
const verdict = (routes: string, id = 'POST /x'): string | undefined =>
  endpoints({ 'app.ts': `import express from 'express';\nimport { limit, whoAmI } from 'elsewhere';\nconst app = express();\n${routes}\napp.listen(1);` }).find((one) => one.id === id)?.auth.status;

describe('where a route is', () => {
  it('is the call that says the path, through any number of wrappers', () => {
    const found = told({
      'controller.ts': `import { Router } from 'express';
export default class Controller {
  app = Router();
  get(path, handler) { this.route({ method: 'get', path, handler }); }
  route(options) { this.app[options.method](options.path, options.handler); }
}`,
      'users.ts': `import Controller from './controller';
export default class Users extends Controller {
  constructor() {
    super();
    this.get('/users', this.list);
    this.route({ method: 'post', path: '/users', handler: this.list });
  }
  list(req, res) { res.json([]); }
}`,
      'app.ts': "import express from 'express';\nimport Users from './users';\nconst app = express();\napp.use('/api', new Users().app);\napp.listen(1);",
    });
    expect(found.sort()).toEqual(['GET /api/users live users.ts:5', 'POST /api/users live users.ts:6']);
  });

  it('is the place in a loop, where nobody else says the path', () => {
    expect(told({ 'app.ts': "import express from 'express';\nconst app = express();\nfor (const path of ['/a', '/b']) {\n  app.get(path, (req, res) => res.end());\n}" }))
      .toEqual(['GET /a live app.ts:4', 'GET /b live app.ts:4']);
  });
});

describe('which endpoints there are', () => {
  it('keeps a route that hands the request on, however many ways register it, unless another one answers there', () => {
    const found = told({
      'app.ts': `import express from 'express';
import { settings, authenticate } from 'elsewhere';
const app = express();
class Provider {
  constructor(app, name) { this.app = app; this.name = name; }
  start() { this.app.get('/sign-in/' + this.name, (req, res, next) => { if (!settings()) return res.status(400).end(); authenticate(this.name, () => next())(req, res, next); }); }
}
if (settings()) new Provider(app, 'one').start();
else new Provider(app, 'one').start();
app.get('/notes', (req, res, next) => next());
app.get('/notes', (req, res) => res.end());
app.listen(1);`,
    });
    expect(found.map((one) => one.split(' ').slice(0, 2).join(' ')).sort()).toEqual(['GET /notes', 'GET /sign-in/one']);
  });

  it('counts an application once that two functions make', () => {
    const found = told({
      'app.ts': "import express from 'express';\nexport function make(config) {\n  const app = express();\n  app.get('/a', (req, res) => res.end());\n  return app;\n}",
      'server.ts': "import { make } from './app';\nexport function start() { make({}).listen(1); }\nexport function create() { return make({ quiet: true }); }\nstart();\ncreate();",
    });
    expect(found).toEqual(['GET /a live app.ts:4']);
  });

  it('counts a sub-application once that is made again where nobody mounts it', () => {
    const found = told({
      'api.ts': "import express from 'express';\nexport class Api {\n  router = express();\n  constructor() { this.router.get('/a', (req, res) => res.end()); }\n}",
      'server.ts': "import express from 'express';\nimport { Api } from './api';\nexport class Server {\n  api = new Api();\n  start() { const app = express(); app.use('/api', this.api.router); app.listen(1); }\n}",
      'test-server.ts': "import { Server } from './server';\nimport { Api } from './api';\nexport const other = new Api();\nexport const idle = new Server();\nnew Server().start();",
    });
    expect(found).toEqual(['GET /api/a live api.ts:4']);
  });

  it('keeps two applications of one factory, of which one mounts the other', () => {
    const found = told({ 'app.ts': "import express from 'express';\nconst make = () => express();\nconst sub = make();\nsub.get('/b', (req, res) => res.end());\nconst app = make();\napp.get('/a', (req, res) => res.end());\napp.use('/sub', sub);\napp.listen(1);" });
    expect(found.sort()).toEqual(['GET /a live app.ts:6', 'GET /sub/b live app.ts:4']);
  });

  it('finds what a static method registers, of a class whose constructor checks what it is given', () => {
    const found = told({
      'server.ts': "import express from 'express';\nexport class Server {\n  constructor(options) { if (!options.id) throw new Error('id'); if (typeof options.id !== 'string') throw new Error('id'); throw new Error('never'); }\n  static app(options) { const api = express(); api.get('/a', (req, res) => res.end()); return api; }\n  mount(app) { const more = express(); more.get('/b', (req, res) => res.end()); more.listen(1); }\n}",
    });
    expect(found.sort()).toEqual(['GET /a live server.ts:4', 'GET /b live server.ts:5']);
  });

  it('takes the known alternative of a prefix that may be set, and says so', () => {
    const [only] = endpoints({ 'app.ts': "import express from 'express';\nimport { config } from 'elsewhere';\nconst base = config.base || '';\nconst app = express();\napp.get(`${base}/health`, (req, res) => res.end());" });
    expect(only).toMatchObject({ id: 'GET /health', pathComplete: true });
    expect(only?.assumptions).toHaveLength(1);
  });

  it('keeps a route that hands its request on, and takes one for a guard that stands before another', () => {
    expect(told({ 'app.ts': "import express from 'express';\nconst app = express();\napp.get('/login', (req, res, next) => next());" })).toEqual(['GET /login live app.ts:3']);
    expect(told({ 'app.ts': "import express from 'express';\nconst app = express();\napp.get('/x', (req, res, next) => next());\napp.get('/x', (req, res) => res.json({}));" })).toEqual(['GET /x live app.ts:4']);
  });

  it('finds routes that a command framework would register', () => {
    const found = told({
      'app.ts': "import express from 'express';\nexport class App {\n  app = express();\n  async config() { this.app.get('/a', (req, res) => res.end()); }\n}\nexport async function start() { const it = new App(); await it.config(); }",
      'command.ts': "import { Command } from 'elsewhere';\nimport * as server from './app';\nexport default class Start extends Command { async run() { await server.start(); } }",
    });
    expect(found).toEqual(['GET /a live app.ts:4']);
  });
});

describe('who may call it', () => {
  it('hears the guard of `.all` for the verbs that follow', () => {
    const routes = "const guard = (req, res, next) => req.headers.authorization === process.env.KEY ? next() : res.status(401).end();\napp.route('/x').all(guard).post((req, res) => res.json({}));";
    expect(verdict(routes)).toBe('required');
  });

  it('takes no rate limit for a guard, although it is keyed by the token', () => {
    expect(verdict("app.post('/x', async (req, res) => { const { ok } = await limit(req.headers.authorization); if (!ok) return res.status(429).end(); res.json({}); });")).not.toBe('required');
    expect(verdict("app.post('/x', async (req, res) => { const { ok } = await limit(req.headers.authorization); if (!ok) return res.status(401).end(); res.json({}); });")).toBe('required');
  });

  it('takes no password check of a sign-in for access control', () => {
    const signIn = (path: string): string => `app.post('${path}', async (req, res) => { const user = await whoAmI(req.body.email); if (!user) return res.status(401).end(); res.json({ token: 't' }); });`;
    expect(verdict(signIn('/auth/login'), 'POST /auth/login')).toBe('public');
    expect(verdict(signIn('/x'))).toBe('optional');
    // Here nothing of the test says that it depends on the body.
    expect(verdict("app.post('/auth/login', (req, res) => { const user = limit.find((one) => one.email === req.body.email); if (!user) return res.status(401).end(); res.json({ token: 't' }); });", 'POST /auth/login')).toBe('public');
  });

  it('opens nothing by a name that only sounds like sign-in', () => {
    for (const path of ['/domains/register', '/domains/status', '/orders/{id}/confirm', '/oauth/apps']) {
      const id = `POST ${path}`;
      expect([path, verdict(`app.post('${path.replace('{id}', ':id')}', (req, res) => { res.json({ done: req.body.a }); });`, id)]).toEqual([path, 'none']);
    }
  });

  it('does not accuse where 403 is answered on other grounds', () => {
    for (const address of ['req.ip', "req.headers['x-forwarded-for']"]) {
      expect([address, verdict(`app.post('/x', (req, res) => { if (!['10.0.0.1'].includes(${address})) return res.status(403).end(); res.json({}); });`)]).not.toEqual([address, 'none']);
    }
  });

  it('says of an address check that it is no known credential, in a guard too', () => {
    for (const address of ['req.ip', "req.headers['x-forwarded-for']", 'req.socket.remoteAddress']) {
      expect([address, verdict(`app.use((req, res, next) => { if (!['10.0.0.1'].includes(${address})) return res.status(403).end(); next(); });\napp.post('/x', (req, res) => res.json({}));`)]).toEqual([address, 'unknown']);
    }
  });

  it('takes the strictest setting of the deployment, and names the setting', () => {
    const routes = (test: string): string => `app.post('/x', (req, res) => { if (${test}) { if (req.headers.authorization !== process.env.KEY) return res.status(401).end(); } res.json({}); });`;
    expect(verdict(routes("process.env.HOSTED === '1'"))).toBe('required');
    expect(verdict(routes("process.env.HOSTED !== '1'"))).toBe('required');
    expect(verdict(routes("req.query.mode === '1'"))).toBe('optional');
    expect(verdict(routes("process.env.HOSTED === req.query.mode"))).toBe('optional');
    const guard = "app.use((req, res, next) => { if (process.env.NO_AUTH) return next(); if (!req.user) return res.status(401).end(); next(); });\napp.post('/x', (req, res) => res.json({}));";
    const [only] = endpoints({ 'app.ts': `import express from 'express';\nconst app = express();\n${guard}` });
    expect(only?.auth.status).toBe('required');
    expect(only?.auth.evidence[0]?.message).toContain('NO_AUTH');
    const several = "app.use((req, res, next) => { if (process.env.MODE === 'dev' || !process.env.KEY || !process.env.SECRET) return next(); if (req.headers.authorization !== process.env.KEY) return res.status(401).end(); next(); });\napp.post('/x', (req, res) => res.json({}));";
    expect(verdict(several)).toBe('required');
    expect(verdict(several.replace("!process.env.SECRET", "req.query.free"))).toBe('optional');
    // Nobody is refused at all: no setting makes that strict.
    expect(verdict("app.post('/x', (req, res) => { if (process.env.HOSTED) console.log(req.headers.authorization); res.json({}); });")).not.toBe('required');
  });

  it('tells a login check by its throw, where a catch answers with what an error says', () => {
    const routes = `class ApiError extends Error { constructor(code) { super(code); this.code = code; } }
const codes = { unauthorized: 401, not_found: 404, slow_down: 429 };
const wrap = (handler) => async (req, res) => {
  try {
    if (!req.session?.user?.id) throw new ApiError('unauthorized');
    const { ok } = await limit(req.session.user.id);
    if (!ok) throw new ApiError('slow_down');
    res.json(await handler(req));
  } catch (error) { res.status(error instanceof ApiError ? codes[error.code] : 500).json({ error: error.message }); }
};
app.post('/x', wrap(async (req) => { const it = await whoAmI(req.params.id); if (!it) throw new ApiError('not_found'); return { a: 1 }; }));`;
    expect(verdict(routes)).toBe('required');
    expect(verdict(routes.replace("if (!req.session?.user?.id) throw new ApiError('unauthorized');", ''))).not.toBe('required');
  });

  it('understands a test of several credentials at once', () => {
    const guarded = (test: string): string | undefined => verdict(`app.post('/x', (req, res) => { if (${test}) return res.status(401).end(); res.json({}); });`);
    expect(guarded('!req.session.userId && !req.headers.authorization')).toBe('required');
    expect(guarded('!(req.session.userId || req.headers.authorization)')).toBe('required');
    expect(guarded('!req.session.userId || !req.headers.authorization')).toBe('required');
    // The second side is everybody's.
    expect(guarded('!req.session.userId && !req.query.page')).toBe('optional');
    expect(guarded('!req.session.userId && !req.headers.authorization && !req.query.page')).toBe('optional');
  });

  it('does not take an empty default of a setting for its value', () => {
    const routes = "const secret = process.env.HUB || '';\napp.post('/x', (req, res) => { if (!secret) return res.status(500).end(); if (req.headers['x-hub-signature'] !== secret) return res.status(401).end(); res.json({ done: true }); });";
    expect(verdict(routes)).toBe('required');
    expect(endpoints({ 'app.ts': "import express from 'express';\nconst app = express();\nconst base = process.env.BASE || '';\napp.get(`${base}/x`, (req, res) => res.end());" }).map(({ id }) => id)).toEqual(['GET /x']);
  });

  it('does not take a limit of guests for a login, although the errors that are caught may be answered 401', () => {
    const routes = (limit: string): string => `const codes = { unauthorized: 401, slow_down: 429 };
class ApiError extends Error { constructor(code) { super(code); this.code = code; } }
const spare = async (req) => { if (!req.session.email) { const { success } = await ${limit}; if (!success) throw new ApiError('slow_down'); } };
app.post('/x', async (req, res) => {
  try { await spare(req); res.json({ picture: await whoAmI() }); }
  catch (error) { res.status(error instanceof ApiError ? codes[error.code] : 500).json({}); }
});`;
    expect(verdict(routes("limit('guest')"))).toBe('optional');
    expect(verdict(`import { Ratelimit } from '@upstash/ratelimit';\n${routes("new Ratelimit({}).limit(req)")}`)).toBe('optional');
    expect(verdict("import { Ratelimit } from '@upstash/ratelimit';\napp.post('/x', async (req, res) => { const { success } = await new Ratelimit({}).limit(req); if (!success) return res.status(429).end(); res.json({ url: 'signed' }); });")).toBe('none');
  });

  it('takes a query parameter called key for what it is', () => {
    expect(verdict("app.post('/x', (req, res) => { const { key } = req.query; if (key.length < 3) return res.status(409).end(); res.json({}); });")).toBe('none');
  });

  it('lets a middleware that only attaches who is known protect nothing that does not ask', () => {
    const attach = "app.use(async (req, res, next) => { try { const token = req.header('authorization'); if (token) req.user = await whoAmI(token); } catch {} next(); });\n";
    expect(verdict(`${attach}app.post('/x', (req, res) => res.json({ done: true }));`)).toBe('none');
    expect(verdict(`${attach}app.get('/health', (req, res) => res.json({ ok: true }));`, 'GET /health')).toBe('public');
    expect(verdict(`${attach}app.post('/x', (req, res) => res.json({ name: req.user?.name }));`)).toBe('optional');
    expect(verdict(`${attach}app.post('/x', (req, res) => { if (!req.user) return res.status(401).end(); res.json({ done: true }); });`)).toBe('required');
    // Who may refuse, or calls what may (by throwing, which nobody catches), is another matter.
    expect(verdict("app.use(async (req, res, next) => { req.person = await whoAmI(req.headers.authorization); next(); });\napp.post('/x', (req, res) => res.json({ done: true }));")).toBe('optional');
    expect(verdict("app.use((req, res, next) => { if (req.headers.authorization && req.headers.authorization !== process.env.KEY) return res.status(401).end(); next(); });\napp.post('/x', (req, res) => res.json({}));")).toBe('optional');
    expect(verdict("import { authenticate } from 'elsewhere/auth';\napp.use(async (req, res, next) => { req.user = await authenticate(req.headers.authorization); next(); });\napp.post('/x', (req, res) => res.json({}));")).not.toBe('none');
  });

  it('says of a handler without any proper answer that it is not known', () => {
    expect(verdict("app.post('/x', (req, res) => { if (!req.headers.authorization) return res.status(401).end(); return res.status(400).end(); });")).toBe('unknown');
  });

  it('takes no clean-up of a setting for a check of the caller', () => {
    expect(verdict("const token = process.env.AUTH_TOKEN.trim();\napp.post('/x', (req, res) => { const audience = process.env.JWT_AUDIENCE.trim(); res.json({ audience }); });")).toBe('none');
  });

  it('lists no role of one alternative, and none that is excluded', () => {
    const roles = (guard: string): readonly string[] | undefined => endpoints({ 'app.ts': `import express from 'express';\nconst app = express();\napp.use((req, res, next) => { ${guard} });\napp.post('/x', (req, res) => res.json({}));` })[0]?.auth.roles;
    expect(roles("if (!req.user) return res.status(401).end(); if (req.user.role === 'admin') return next(); if (req.user.id === req.query.id) return next(); res.status(403).end();")).toEqual([]);
    expect(roles("if (!req.user) return res.status(401).end(); if (req.user.role === 'admin') return next(); res.status(403).end();")).toEqual(['admin']);
    expect(roles("if (!req.user) return res.status(401).end(); if (req.user.role === 'guest') return res.status(403).end(); next();")).toEqual([]);
    expect(roles("if (!req.user) return res.status(401).end(); if (req.user.role !== 'editor') return res.status(403).end(); next();")).toEqual(['editor']);
    expect(roles("if (!req.user) return res.status(401).end(); if (req.user.role === 'editor' || req.user.role === 'author') return next(); res.status(403).end();")).toEqual(['editor', 'author']);
    expect(roles("if (!req.user) return res.status(401).end(); if (req.user.role !== 'editor') return res.status(403).end(); if (req.user.role === 'author') req.author = 1; next();")).toEqual(['editor']);
    expect(roles("if (!req.user?.isAdmin) return res.status(403).end(); next();")).toEqual(['admin']);
    expect(roles("if (!req.user) return res.status(401).end(); if (!req.body.isAdmin) return res.status(403).end(); next();")).toEqual([]);
  });

  it('lists the permission that everybody needs who is no administrator', () => {
    const scopes = (guard: string): readonly (readonly string[])[] => endpoints({ 'app.ts': `import express from 'express';\nconst app = express();\nconst may = (permission) => (req, res, next) => { const { user } = req; ${guard} return res.status(403).end(); };\napp.post('/x', may('notes:write'), (req, res) => res.json({}));` }).map((one) => [...one.auth.scopes, '|', ...one.auth.roles]);
    expect(scopes('if (user) { if (user.isOwnerAdmin) return next(); const held = user.permissions; if (held && held.includes(permission)) return next(); }')).toEqual([['notes:write', '|']]);
    expect(scopes('if (user) { if (user.name) return next(); if (user.permissions.includes(permission)) return next(); }')).toEqual([['|']]);
    expect(scopes("if (user) { for (const one of permission.split(',')) if (user.permissions.includes(one)) return next(); }")).toEqual([['notes:write', '|']]);
  });

  it('takes a base path of the configuration for the same in a guard and in a route, however either is written', () => {
    const files = (mount: string): Readonly<Record<string, string>> => ({ 'app.ts': `import express from 'express';
import { config } from 'elsewhere';
const base = config.server ? config.server.base : '';
const app = express();
app.use(${mount}, (req, res, next) => req.user ? next() : res.status(401).end());
app.get(\`\${base}/api/x\`, (req, res) => res.json({}));` });
    const status = (mount: string): readonly string[] => endpoints(files(mount)).map(({ id, auth }) => `${id} ${auth.status}`);
    expect(status('`${config.server.base}/api`')).toEqual(['GET /api/x required']);
    expect(status('`${config.server.base}/admin`')).toEqual(['GET /api/x none']);
    // Of this path nothing is known: it may cover the route.
    expect(status('`${config.guarded}`')).toEqual(['GET /api/x unknown']);
  });

  it('keeps the status of a refusal out of the answer', () => {
    const [only] = endpoints({ 'app.ts': "import express from 'express';\nconst app = express();\nconst guard = (req, res, next) => { if (req.headers.authorization === process.env.KEY) return next(); res.status(403); res.end(); };\napp.get('/x', guard, (req, res) => res.json({ a: 1 }));" });
    expect(only?.responses.map(({ status }) => status)).toEqual([200]);
  });

  it('takes a path that a guard lets through, and not the ones beside it, for open on purpose', () => {
    const statuses = (guard: string): readonly string[] => endpoints({ 'app.ts': `import express from 'express';\nconst OPEN = ['/api/setup', '/api/shared/'];\nconst app = express();\napp.use((req, res, next) => { ${guard} if (!req.user) return res.status(401).end(); next(); });
for (const path of ['/api/setup', '/api/shared/:id', '/api/notes', '/health']) app.post(path, (req, res) => res.json({ a: req.body.a }));` }).map((one) => `${one.path} ${one.auth.status}`);
    expect(statuses('if (OPEN.some((open) => req.path.startsWith(open))) return next();')).toEqual(['/api/setup public', '/api/shared/{id} public', '/api/notes required', '/health required']);
    // What a guard is not about it does not open on purpose.
    expect(statuses("if (!req.path.startsWith('/api')) return next();")).toEqual(['/api/setup required', '/api/shared/{id} required', '/api/notes required', '/health none']);
    expect(statuses("if (req.method === 'POST') return next();").every((one) => one.endsWith(' none'))).toBe(true);
  });

  it('tells no fields of a body that is a list', () => {
    const [one] = endpoints({ 'app.ts': "import express from 'express';\nconst app = express();\napp.post('/x', (req, res) => { if (req.body.length === 0) return res.end(); res.json(req.body.map((each) => each.id).filter(Boolean)); });" });
    expect(one?.requestBody?.fields).toEqual([]);
  });

  it('judges an allow-list by the path of the endpoint', () => {
    const routes = `const OPEN = ['/api/ping'];
app.use((req, res, next) => { if (OPEN.some((one) => req.path.startsWith(one))) return next(); if (req.headers.authorization !== process.env.KEY) return res.status(401).end(); next(); });
app.get('/api/ping', (req, res) => res.json({ ok: true }));
app.post('/api/x', (req, res) => res.json({ a: req.body.a }));`;
    expect(verdict(routes, 'GET /api/ping')).not.toBe('required');
    expect(verdict(routes, 'POST /api/x')).toBe('required');
  });
});

describe('findings', () => {
  it('are silent about reads that say nothing', () => {
    const guard = "const guard = (req, res, next) => req.headers.authorization === process.env.KEY ? next() : res.status(401).end();\napp.get('/guarded', guard, (req, res) => res.json({}));";
    const found = (route: string): readonly string[] => createWorkspace(memoryTree({
      'app.ts': `import express from 'express';\nimport { limit, whoAmI } from 'elsewhere';\nconst app = express();\n${guard}\n${route}`,
    }), defaultConfig('2026-01-01')).snapshot().findings.filter(({ check }) => check === 'auth/missing-authentication').map(({ endpoint, severity }) => `${endpoint ?? ''} ${severity}`);
    expect(found("app.head('/x', (req, res) => res.status(204).end());")).toEqual([]);
    expect(found("app.get('/x', (req, res) => { if (req.query.a) return res.sendStatus(400); res.end(); });")).toEqual([]);
    expect(found("app.head('/x', async (req, res) => { await limit(); res.status(204).end(); });")).toEqual(['HEAD /x info']);
    expect(found("app.get('/x', (req, res) => { setTimeout(() => limit(), 5); res.end(); });")).toEqual(['GET /x info']);
    expect(found("app.post('/x', (req, res) => { res.end(); });")).toEqual(['POST /x error']);
    expect(found("app.get('/x', async (req, res) => { res.json(await whoAmI()); });")).toEqual(['GET /x warning']);
    // What stands in memory is data, although it looks like part of the code.
    expect(found("const people = [{ name: 'a' }];\napp.put('/y', guard, (req, res) => { people.push(req.body); res.end(); });\napp.get('/x/:id', (req, res) => { res.json(people.map(({ name }) => ({ name }))); });")).toEqual(['GET /x/{id} warning']);
  });

  it('are silent about preflights', () => {
    const snapshot = createWorkspace(memoryTree({
      'app.ts': "import express from 'express';\nconst app = express();\nconst guard = (req, res, next) => req.headers.authorization === process.env.KEY ? next() : res.status(401).end();\napp.get('/x', guard, (req, res) => res.json({}));\napp.options('/x', (req, res) => res.end());\napp.delete('/x', (req, res) => res.end());",
    }), defaultConfig('2026-01-01')).snapshot();
    expect(snapshot.findings.filter(({ check }) => check === 'auth/missing-authentication').map(({ endpoint }) => endpoint)).toEqual(['DELETE /x']);
  });
});
