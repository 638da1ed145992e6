import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../server/src/model/api';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

function endpoints(files: Readonly<Record<string, string>>): readonly Endpoint[] {
  return createWorkspace(memoryTree({ 'package.json': '{ "name": "x" }', ...files }), defaultConfig('2026-01-01')).snapshot().model.endpoints;
}
const told = (files: Readonly<Record<string, string>>): string[] => endpoints(files).map(({ id, state, file }) => `${id} ${state} ${file}`).sort();
const HEAD = "import { Hono } from 'hono';\nimport { serve } from '@hono/node-server';\nconst app = new Hono();\n";
const app = (body: string, imports = ''): readonly Endpoint[] => endpoints({ 'app.ts': `${imports}\n${HEAD}${body}\nserve({ fetch: app.fetch });` });
/** What is said about `GET /x`. */
const verdict = (body: string, imports = '', id = 'GET /x'): string | undefined => {
  const auth = app(body, imports).find((one) => one.id === id)?.auth;
  return auth && [auth.status, ...auth.mechanisms].join(' ');
};
const ok = "(c) => c.json({ ok: 1 })";

describe('which application answers', () => {
  const routes = (name: string): string => `import { Hono } from 'hono';\nconst app = new Hono();\napp.get('/${name}', ${ok});\n`;

  it('is one that a server gets, whichever way', () => {
    for (const serving of [
      "import { serve } from '@hono/node-server';\nserve(app);", "import { handle } from 'hono/aws-lambda';\nexport const handler = handle(app);", 'Bun.serve({ fetch: app.fetch });', 'Deno.serve(app.fetch);',
      'export default { port: 1, fetch: app.fetch };', 'export default { fetch(request, env) { return app.fetch(request, env); } };', 'export default app;', "import { handle } from 'hono/vercel';\nexport const GET = handle(app);\nexport const POST = GET;", 'app.fire();',
    ]) expect(told({ 'index.ts': `${routes('a')}${serving}` })).toEqual(['GET /a live index.ts']);
  });

  it('is no default that stands beside one that a server gets, but for files that servers start with', () => {
    expect(told({
      'src/serve.ts': `${routes('a')}import { serve } from '@hono/node-server';\nserve(app);`, 'src/drafts.ts': `${routes('b')}export default app;`, 'src/worker.ts': `${routes('c')}export default app;`,
    })).toEqual(['GET /a live src/serve.ts', 'GET /b unmounted src/drafts.ts', 'GET /c live src/worker.ts']);
  });

  it('is what leaves its module where nothing says what is served', () => {
    expect(told({ 'app.ts': `${routes('a')}export { app };`, 'inner.ts': routes('b') })).toEqual(['GET /a live app.ts', 'GET /b unmounted inner.ts']);
  });

  it('is what a function makes that nobody calls, where nothing says what is served', () => {
    expect(told({ 'app.ts': `import { Hono } from 'hono';\nexport const createApp = (deps) => {\n  const app = new Hono();\n  app.get('/a', ${ok});\n  return app;\n};` })).toEqual(['GET /a live app.ts']);
  });

  it('may come from where Deno takes it', () => {
    for (const from of ['npm:hono@4', 'jsr:@hono/hono', 'jsr:@hono/hono@^4.0.0', 'https://deno.land/x/hono@v4.3.11/mod.ts', 'https://esm.sh/hono@4']) {
      expect(told({ 'index.ts': `import { Hono } from '${from}';\nconst app = new Hono();\napp.get('/a', ${ok});\nDeno.serve(app.fetch);` })).toEqual(['GET /a live index.ts']);
    }
  });

  it('counts an application once that several functions make', () => {
    expect(told({ 'app.ts': "import { Hono } from 'hono';\nexport function make(config) {\n  const app = new Hono();\n  app.get('/a', (c) => c.text('a'));\n  return app;\n}", 'server.ts': "import { make } from './app';\nexport function start() { Bun.serve({ fetch: make({}).fetch }); }\nexport function create() { return make({ quiet: true }); }\nstart();\ncreate();" })).toEqual(['GET /a live app.ts']);
  });

  it('is each of several packages', () => {
    expect(told({
      'apps/one/package.json': '{ "name": "one" }', 'apps/one/src/main.ts': `${routes('a')}import { serve } from '@hono/node-server';\nserve(app);`,
      'apps/two/package.json': '{ "name": "two" }', 'apps/two/src/api.ts': `${routes('b')}export default app;`,
    })).toEqual(['GET /a live apps/one/src/main.ts', 'GET /b live apps/two/src/api.ts']);
  });

  it('tells what is registered on a parameter that nobody gives', () => {
    expect(told({ 'register.ts': `import type { Hono } from 'hono';\nexport function register(app: Hono) { app.get('/a', ${ok}); }` })).toEqual(['GET /a unmounted register.ts']);
  });

  it('may be an instance of a class that extends Hono', () => {
    expect(told({ 'app.ts': `import { Hono } from 'hono';\nclass Api extends Hono {\n  constructor() { super(); this.get('/a', ${ok}); }\n}\nexport default new Api().get('/b', ${ok});` }))
      .toEqual(['GET /a live app.ts', 'GET /b live app.ts']);
  });
});

describe('an application behind a route of Next', () => {
  const route = `import { Hono } from 'hono';\nimport { handle } from 'hono/vercel';\nconst app = new Hono().basePath('/api');\napp.get('/a', ${ok});\nexport const GET = handle(app);\nexport const POST = handle(app);`;
  const manifest = '{ "name": "x", "dependencies": { "next": "15.0.0" } }';

  it('tells its routes instead of the route that it is behind', () => {
    expect(told({ 'package.json': manifest, 'src/app/api/[[...route]]/route.ts': route, 'src/app/other/route.ts': 'export const GET = () => Response.json({});' }))
      .toEqual(['GET /api/a live src/app/api/[[...route]]/route.ts', 'GET /other live src/app/other/route.ts']);
  });

  it('does not say that nobody is asked where middleware of Next may ask', () => {
    const files = { 'package.json': manifest, 'app/api/[...route]/route.ts': route };
    expect(endpoints(files).map(({ auth }) => auth.status)).toEqual(['none']);
    expect(endpoints({ ...files, 'middleware.ts': 'export function middleware() {}' }).map(({ auth }) => auth.status)).toEqual(['unknown']);
  });
});

describe('what is asked of the request', () => {
  const schema = "import { z } from 'zod';\nimport { zValidator } from '@hono/zod-validator';";

  it('is what schemas name', () => {
    const [one] = app(`app.post('/x', zValidator('query', z.object({ page: z.string(), size: z.string() }).omit({ size: true })), zValidator('json', z.object({ name: z.string() }).extend({ email: z.string() })), zValidator('header', z.object({ 'X-Tenant': z.string() })), ${ok});`, schema);
    expect(one?.parameters.map(({ name, in: where }) => `${where} ${name}`)).toEqual(['header x-tenant', 'query page']);
    expect(one?.requestBody).toMatchObject({ validated: true, fields: [{ path: 'email' }, { path: 'name' }] });
  });

  it('is what code reads', () => {
    const [one] = app("app.post('/x/:id', async (c) => { const { name } = await c.req.json(); return c.json({ name, id: c.req.param('id'), q: c.req.query('q'), h: c.req.header('X-One'), s: getCookie(c, 'sid') }); });", "import { getCookie } from 'hono/cookie';");
    expect(one?.parameters.map(({ name, in: where }) => `${where} ${name}`)).toEqual(['cookie sid', 'header x-one', 'path id', 'query q']);
    expect(one?.requestBody).toMatchObject({ validated: null, fields: [{ path: 'name' }] });
  });

  it('is what a function validator makes of it, or what that answers', () => {
    const [one] = app("app.post('/x', validator('json', (value, c) => { if (!value.name) return c.text('no', 400); return { name: value.name, twice: 2 }; }), (c) => c.json(c.req.valid('json')));", "import { validator } from 'hono/validator';");
    expect(one?.responses.map(({ status, fields }) => [status, fields.map(({ path }) => path)])).toEqual([[200, ['name', 'twice']]]);
    expect(one?.requestBody?.validated).toBe(true);
  });

  it('is said by the routes of OpenAPI, with what is deprecated', () => {
    const [one] = endpoints({ 'app.ts': `import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
const app = new OpenAPIHono();
const route = createRoute({ method: 'put', path: '/users/{id}', deprecated: true, request: { params: z.object({ id: z.string() }), query: z.object({ q: z.string() }), body: { content: { 'application/json': { schema: z.object({ name: z.string() }) } } } }, responses: {} });
export default app.openapi(route, (c) => c.json({ id: c.req.valid('param').id }));` });
    expect(one).toMatchObject({ id: 'PUT /users/{id}', deprecated: true, requestBody: { validated: true, fields: [{ path: 'name' }] } });
    expect(one?.parameters.map(({ name, in: where }) => `${where} ${name}`)).toEqual(['path id', 'query q']);
  });
});

describe('what is answered', () => {
  const answered = (handler: string): unknown => app(`app.get('/x', ${handler});`)[0]?.responses.map(({ status, fields }) => [status, ...fields.map(({ path }) => path)]);

  it('has the status that was set before, given, or in options', () => {
    expect(answered('(c) => { c.status(201); return c.json({ a: 1 }); }')).toEqual([[201, 'a']]);
    expect(answered('(c) => { c.status(201); return c.json({ a: 1 }, 202); }')).toEqual([[202, 'a']]);
    expect(answered('(c) => c.json({ a: 1 }, { status: 203 })')).toEqual([[203, 'a']]);
    expect(answered("(c) => c.redirect('/b', 301)")).toEqual([[301]]);
    expect(answered('() => Response.json({ a: 1 })')).toEqual([[200, 'a']]);
  });

  it('is nothing that was made and not returned', () => {
    expect(answered('(c) => { if (c.req.query("q")) c.json({ a: 1 }); return c.json({ b: 1 }); }')).toEqual([[200, 'b']]);
  });

  it('is what a middleware put into the context', () => {
    expect(app("app.use(async (c, next) => { c.set('limit', { top: 1 }); await next(); c.set('limit', { late: 1 }); });\napp.get('/x', (c) => c.json(c.var.limit));")[0]?.responses[0]?.fields.map(({ path }) => path)).toEqual(['top']);
  });

  it('of an error has the status that its handler says, and never passes for success', () => {
    const [one] = app("app.onError((e, c) => c.json({ error: e.message }, e.status ?? 500));\napp.get('/x', (c) => { if (c.req.query('q')) throw new Error('no'); return c.json({ a: 1 }); });");
    expect(one?.responses.map(({ status, fields }) => [status, ...fields.map(({ path }) => path)])).toEqual([[200, 'a'], [500, 'error']]);
  });
});

describe('who may call', () => {
  const lib = (name: string, from: string): string => `import { ${name} } from '${from}';`;

  it('is said by the guards of the library', () => {
    expect(verdict(`app.use('/x', bearerAuth({ token: process.env.T! }));\napp.get('/x', ${ok});`, lib('bearerAuth', 'hono/bearer-auth'))).toBe('required bearer');
    expect(verdict(`app.get('/x', basicAuth({ username: 'a', password: 'b' }), ${ok});`, lib('basicAuth', 'hono/basic-auth'))).toBe('required basic');
    expect(verdict(`app.use(jwt({ secret: 's', alg: 'HS256', cookie: 'token' }));\napp.get('/x', ${ok});`, lib('jwt', 'hono/jwt'))).toBe('required cookie');
    expect(verdict(`app.use(jwk({ jwks_uri: 'https://example.com', alg: ['RS256'] }));\napp.get('/x', ${ok});`, lib('jwk', 'hono/jwk'))).toBe('required bearer');
    expect(verdict(`app.use(jwk({ jwks_uri: 'https://example.com', alg: ['RS256'], allow_anon: true }));\napp.get('/x', ${ok});`, lib('jwk', 'hono/jwk'))).toMatch(/^optional/);
    expect(verdict(`app.use(clerkMiddleware());\napp.get('/x', (c) => { const auth = getAuth(c); if (!auth?.userId) return c.text('no', 401); return c.json({}); });`, lib('clerkMiddleware, getAuth', '@hono/clerk-auth'))).toBe('required session');
    expect(verdict(`app.use(clerkMiddleware());\napp.get('/x', ${ok});`, lib('clerkMiddleware', '@hono/clerk-auth'))).toBe('none');
  });

  it('is not said by middleware that has nothing to do with it', () => {
    expect(verdict(`app.use(cors(), ipRestriction(getConnInfo, { denyList: [] }));\napp.get('/x', ${ok});`, `${lib('cors', 'hono/cors')}\n${lib('ipRestriction', 'hono/ip-restriction')}\n${lib('getConnInfo', '@hono/node-server/conninfo')}`)).toBe('none');
  });

  it('is said by what `some` tries, when all of it asks', () => {
    const both = `${lib('some', 'hono/combine')}\n${lib('bearerAuth', 'hono/bearer-auth')}\n${lib('basicAuth', 'hono/basic-auth')}`;
    expect(verdict(`app.use(some(bearerAuth({ token: 't' }), basicAuth({ username: 'a', password: 'b' })));\napp.get('/x', ${ok});`, both)).toBe('required bearer basic');
    expect(verdict(`app.use(some((c) => c.req.query('preview') === '1', bearerAuth({ token: 't' })));\napp.get('/x', ${ok});`, both)).toMatch(/^optional/);
  });

  it('is said by an error that the error handler answers', () => {
    const guard = "app.use(async (c, next) => { if (!c.req.header('authorization')) throw new Denied(); await next(); });";
    expect(verdict(`class Denied extends Error {}\n${guard}\napp.onError((e, c) => c.text('no', e instanceof Denied ? 401 : 500));\napp.get('/x', ${ok});`)).toBe('required bearer');
  });

  it('is not known where code out of sight may go on or not', () => {
    expect(verdict(`app.use((c, next) => checkAuth(c, next));\napp.get('/x', ${ok});`, lib('checkAuth', 'elsewhere'))).toBe('unknown');
    expect(verdict(`app.use((c, next) => trace(c, next));\napp.get('/x', ${ok});`, lib('trace', 'elsewhere'))).toBe('none');
  });

  it('is said by a session that a middleware looked up and a handler asks for', () => {
    const lookUp = "const auth = betterAuth({});\napp.use(async (c, next) => { const session = await auth.api.getSession({ headers: c.req.raw.headers }); if (!session) { c.set('user', null); return next(); } c.set('user', session.user); return next(); });";
    expect(verdict(`${lookUp}\napp.get('/x', (c) => { const user = c.get('user'); if (!user) return c.json({}, 401); return c.json({ id: user.id }); });`, lib('betterAuth', 'better-auth'))).toBe('required session');
    expect(verdict(`${lookUp}\napp.get('/x', (c) => c.json({ known: c.get('user') !== null }));`, lib('betterAuth', 'better-auth'))).toMatch(/^optional/);
  });

  it('is not said by what a middleware answers for the errors of others', () => {
    expect(verdict(`app.use(async (c, next) => { try { await next(); } catch (e) { return c.json({}, 401); } });\napp.get('/x', ${ok});`)).toBe('none');
  });

  it('is the guard of an application that another adds, inside of it alone', () => {
    const inner = `const inner = new Hono();\ninner.use(bearerAuth({ token: 't' }));\ninner.get('/x', ${ok});\napp.route('/in', inner);\napp.get('/x', ${ok});`;
    expect(verdict(inner, lib('bearerAuth', 'hono/bearer-auth'), 'GET /in/x')).toBe('required bearer');
    expect(verdict(inner, lib('bearerAuth', 'hono/bearer-auth'))).toBe('none');
    const [one] = app(inner, lib('bearerAuth', 'hono/bearer-auth'));
    expect(one?.guards).toMatchObject([{ name: 'bearerAuth', scope: 'router', verdict: 'refuses', proof: 'library' }]);
  });
});
