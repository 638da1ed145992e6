import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../server/src/model/api';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

function endpoints(files: Readonly<Record<string, string>>): readonly Endpoint[] {
  return createWorkspace(memoryTree({ 'package.json': '{ "name": "x", "dependencies": { "@koa/router": "^15.0.0" } }', ...files }), defaultConfig('2026-01-01')).snapshot().model.endpoints;
}
const told = (files: Readonly<Record<string, string>>): string[] => endpoints(files).map(({ id, state, file }) => `${id} ${state} ${file}`).sort();
const HEAD = "import Koa from 'koa';\nimport Router from '@koa/router';\nconst app = new Koa();\nconst router = new Router();\n";
const app = (body: string, imports = ''): readonly Endpoint[] => endpoints({ 'app.ts': `${imports}\n${HEAD}${body}\napp.use(router.routes()).use(router.allowedMethods());\napp.listen(3000);` });
/** What is said about `GET /x`. */
const verdict = (body: string, imports = '', id = 'GET /x'): string | undefined => {
  const auth = app(body, imports).find((one) => one.id === id)?.auth;
  return auth && [auth.status, ...auth.mechanisms].join(' ');
};
const ok = '(ctx) => { ctx.body = { ok: 1 }; }';

describe('which endpoints there are', () => {
  it('are those of routers of any package and spelling', () => {
    expect(told({ 'app.js': `const Koa = require('koa');\nconst app = new Koa();\nconst router = require('koa-router')({ prefix: '/p' });\nrouter.get('/a', ${ok});\napp.use(router.routes());\napp.listen(1);` })).toEqual(['GET /p/a live app.js']);
    expect(told({ 'app.js': `const Koa = require('koa');\nconst { Router } = require('@koa/router');\nconst router = new Router();\nrouter.get('/a', ${ok});\nmodule.exports = new Koa().use(router.middleware());` })).toEqual(['GET /a live app.js']);
  });

  it('are those of koa-route, whose handlers take the parameters', () => {
    const [one] = app("app.use(route.get('/x/:id', (ctx, id) => { ctx.body = { id, q: ctx.query.q }; }));", "import route from 'koa-route';");
    expect(one).toMatchObject({ id: 'GET /x/{id}', state: 'live' });
    expect(one?.parameters.map(({ name, in: where }) => `${where} ${name}`)).toEqual(['path id', 'query q']);
  });

  it('are those of what is composed, combined and mounted', () => {
    const parts = "import compose from 'koa-compose';\nimport mount from 'koa-mount';\nimport combineRouters from 'koa-combine-routers';\nconst part = (path) => { const made = new Router(); made.get(path, (ctx) => { ctx.body = 1; }); return made; };";
    expect(told({ 'app.ts': `${HEAD}${parts}\napp.use(compose([part('/a').routes(), mount('/m', part('/b').routes())]));\napp.use(combineRouters(part('/c'), part('/d'))());\napp.use(mount('/n', [part('/e').routes()]));\napp.listen(1);` }))
      .toEqual(['GET /a live app.ts', 'GET /c live app.ts', 'GET /d live app.ts', 'GET /m/b live app.ts', 'GET /n/e live app.ts']);
  });

  it('stay without an application where nobody uses the router', () => {
    expect(told({ 'routes.ts': `import Router from '@koa/router';\nexport const router = new Router();\nfor (const path of ['/a', '/c']) router.get(path, ${ok});`, 'more.ts': `import type Router from '@koa/router';\nexport function register(router: Router) { router.get('/b', ${ok}); }` }))
      .toEqual(['GET /a unmounted routes.ts', 'GET /b unmounted more.ts', 'GET /c unmounted routes.ts']);
  });

  it('are those of koa-joi-router', () => {
    expect(app("const joi = router_();\njoi.route({ method: ['GET', 'post'], path: '/x/:id', validate: {}, handler: [async (ctx, next) => next(), (ctx) => { ctx.body = 1; }] });\njoi.get('/y', { validate: {} }, (ctx) => { ctx.body = 1; });\napp.use(joi.middleware());", "import router_ from 'koa-joi-router';").map(({ id }) => id).sort())
      .toEqual(['GET /x/{id}', 'GET /y', 'POST /x/{id}']);
  });

  it('are those of routers that are found in a folder', () => {
    const file = (path: string): string => `const Router = require('@koa/router');\nconst router = new Router();\nrouter.get('${path}', ${ok});\nmodule.exports = router;`;
    expect(told({
      'routes/a.js': file('/a'), 'routes/b.js': file('/b'),
      'app.js': "const fs = require('fs');\nconst path = require('path');\nconst Koa = require('koa');\nconst app = new Koa();\nfs.readdirSync(path.join(__dirname, 'routes')).forEach((file) => { const router = require(`./routes/${file}`); app.use(router.routes()).use(router.allowedMethods()); });\napp.listen(1);",
    })).toEqual(['GET /a live routes/a.js', 'GET /b live routes/b.js']);
  });

  it('have their prefixes where they are written, and no guard that only answers methods', () => {
    const one = app("router.prefix('/p');\nrouter.get('/a', (ctx) => { ctx.body = 1; });\nconst later = new Router();\nlater.get('/b', (ctx) => { ctx.body = 1; });\napp.use(router.allowedMethods());\napp.use(later.routes());").find(({ id }) => id === 'GET /p/a');
    expect(one?.components.map(({ text, range }) => [text, range.start.line])).toEqual([['/p', 6], ['/a', 7]]);
    expect(one?.guards).toEqual([]);
  });

  it('counts an application once that several functions make', () => {
    expect(told({ 'app.ts': "import Koa from 'koa';\nimport Router from '@koa/router';\nexport function make(config) {\n  const app = new Koa();\n  const router = new Router();\n  router.get('/a', (ctx) => { ctx.body = 1; });\n  app.use(router.routes());\n  return app;\n}", 'server.ts': "import { make } from './app';\nexport function start() { make({}).listen(1); }\nexport function create() { return make({ quiet: true }); }\nstart();\ncreate();" })).toEqual(['GET /a live app.ts']);
  });

  it('are redirects, too', () => {
    const [one] = app("router.redirect('/old', '/new', 302);");
    expect(one).toMatchObject({ id: 'ANY /old', responses: [{ status: 302 }] });
  });
});

describe('what is answered', () => {
  const answered = (handler: string): unknown => app(`router.get('/x', ${handler});`)[0]?.responses.map(({ status, fields }) => [status, ...fields.map(({ path }) => path)]).sort();

  it('is what stands in the context at the end', () => {
    expect(answered('(ctx) => { ctx.body = { a: 1 }; ctx.status = 201; }')).toEqual([[201, 'a']]);
    expect(answered('(ctx) => { ctx.status = 201; ctx.body = { a: 1 }; ctx.body = { b: 1 }; }')).toEqual([[201, 'b']]);
    expect(answered('(ctx) => { ctx.response.body = { a: 1 }; }')).toEqual([[200, 'a']]);
    expect(answered('(ctx) => { ctx.body = null; }')).toEqual([[204]]);
    expect(answered('(ctx) => {}')).toEqual([[404]]);
    expect(answered("(ctx) => { ctx.redirect('/y'); }")).toEqual([[302]]);
    expect(answered("(ctx) => { ctx.status = 301; ctx.redirect('/y'); }")).toEqual([[301]]);
  });

  it('is each of several answers, with its own status', () => {
    expect(answered('(ctx) => { if (ctx.query.q) { ctx.status = 400; ctx.body = { error: 1 }; return; } ctx.body = { a: 1 }; }')).toEqual([[200, 'a'], [400, 'error']]);
    expect(answered('(ctx) => { if (ctx.query.q) { ctx.status = 400; ctx.body = { error: 1 }; } else { ctx.body = { a: 1 }; } }')).toEqual([[200, 'a'], [400, 'error']]);
    expect(answered('(ctx) => { ctx.body = ctx.query.q ? { a: 1 } : { b: 1 }; }')).toHaveLength(1);
  });

  it('is what middleware around it makes of it', () => {
    expect(app("router.use(async (ctx, next) => { await next(); if (ctx.query.q) ctx.body = { data: ctx.body }; });\nrouter.get('/x', (ctx) => { ctx.body = { a: 1 }; });")[0]?.responses.map(({ fields }) => fields.map(({ path }) => path).sort())).toEqual([['a', 'data.a']]);
    expect(app("router.use(async (ctx, next) => { await next(); ctx.body = { ...ctx.body, at: 1 }; });\nrouter.get('/x', (ctx) => { ctx.body = { a: 1 }; });")[0]?.responses.map(({ fields }) => fields.map(({ path }) => path).sort())).toEqual([['a', 'at']]);
  });

  it('is not known where code out of sight has the context', () => {
    expect(app("import { answer } from 'elsewhere';\nrouter.get('/x', async (ctx) => { await answer(ctx); });")[0]?.responses.map(({ status, complete }) => [status, complete])).toEqual([[null, false]]);
    expect(app("router.get('/x', async (ctx) => { ctx.respond = false; ctx.res.end('x'); });")[0]?.responses.map(({ status }) => status)).toEqual([null]);
  });

  it('stands where its body is written', () => {
    expect(app("router.get('/x', (ctx) => {\n  ctx.body =\n    { a: 1 };\n});")[0]?.responses[0]?.range.start.line).toBe(8);
  });
});

describe('what is asked of the request', () => {
  it('is what code reads of the context', () => {
    const [one] = app("router.post('/x/:id', (ctx) => { const { name } = ctx.request.body; ctx.body = { name, id: ctx.params.id, q: ctx.query.q, h: ctx.get('X-One'), r: ctx.request.headers['x-two'], c: ctx.cookies.get('sid') }; });");
    expect(one?.parameters.map(({ name, in: where }) => `${where} ${name}`)).toEqual(['cookie sid', 'header x-one', 'header x-two', 'path id', 'query q']);
    expect(one?.requestBody?.fields.map(({ path }) => path)).toEqual(['name']);
  });
});

describe('who may call', () => {
  const lib = (name: string, from: string): string => `import ${name} from '${from}';`;

  it('is said by the guards of libraries', () => {
    expect(verdict(`router.get('/x', jwt({ secret: 's' }), ${ok});`, lib('jwt', 'koa-jwt'))).toBe('required bearer');
    expect(verdict(`router.use(jwt({ secret: 's', cookie: 'token' }));\nrouter.get('/x', ${ok});`, lib('jwt', 'koa-jwt'))).toBe('required cookie');
    expect(verdict(`router.use(jwt({ secret: 's', passthrough: true }));\nrouter.get('/x', ${ok});`, lib('jwt', 'koa-jwt'))).toMatch(/^optional/);
    expect(verdict(`app.use(auth({ name: 'a', pass: 'b' }));\nrouter.get('/x', ${ok});`, lib('auth', 'koa-basic-auth'))).toBe('required basic');
    expect(verdict(`app.use(passport.initialize()).use(passport.session());\nrouter.get('/x', passport.authenticate('jwt', { session: false }), ${ok});`, lib('passport', 'koa-passport'))).toBe('required bearer');
    expect(verdict(`app.use(passport.initialize()).use(passport.session());\nrouter.get('/x', ${ok});`, lib('passport', 'koa-passport'))).toBe('none');
    expect(verdict("router.get('/x', (ctx) => { if (!ctx.isAuthenticated()) { ctx.status = 401; return; } ctx.body = {}; });")).toBe('required session');
    expect(verdict(`app.use(cors()).use(helmet()).use(bodyParser());\nrouter.get('/x', ${ok});`, `${lib('cors', '@koa/cors')}\n${lib('helmet', 'koa-helmet')}\n${lib('bodyParser', 'koa-bodyparser')}`)).toBe('none');
  });

  it('is said by a session that is asked for', () => {
    expect(verdict(`app.use(session({}, app));\nrouter.use(async (ctx, next) => { if (!ctx.session.userId) ctx.throw(401); await next(); });\nrouter.get('/x', ${ok});`, lib('session', 'koa-session'))).toBe('required session');
  });

  it('is said by conditions that are asserted', () => {
    expect(verdict("router.get('/x', (ctx) => { ctx.assert(ctx.get('authorization'), 401); ctx.body = {}; });")).toBe('required bearer');
    expect(verdict("router.get('/x', (ctx) => { ctx.assert(ctx.query.q, 400); ctx.body = {}; });")).toBe('none');
  });

  it('is not said by what forgets to stop', () => {
    expect(verdict(`router.use(async (ctx, next) => { if (!ctx.get('authorization')) ctx.status = 401; await next(); });\nrouter.get('/x', ${ok});`)).toBe('unknown');
  });

  it('is not said by a guard at `/`, which since version 15 is for that path alone, and open where the version is', () => {
    const guarded = `router.use('/', jwt({ secret: 's' }));\nrouter.get('/', ${ok});\nrouter.get('/x', ${ok});`;
    expect(verdict(guarded, lib('jwt', 'koa-jwt'))).toBe('none');
    expect(verdict(guarded, lib('jwt', 'koa-jwt'), 'GET /')).toBe('required bearer');
    const under = (version: string): string | undefined => endpoints({ 'package.json': `{ "name": "x", "dependencies": { ${version} } }`, 'app.ts': `${lib('jwt', 'koa-jwt')}\n${HEAD}${guarded}\napp.use(router.routes());\napp.listen(1);` }).find((one) => one.id === 'GET /x')?.auth.status;
    expect(under('"@koa/router": "^12.0.0"')).toBe('required');
    expect(under('"koa": "3"')).toBe('unknown');
  });

  it('is not said by what a middleware answers for the errors of others', () => {
    const answers = "if (error.status === 401) { ctx.status = 401; ctx.body = { error: 'Protected' }; } else { throw error; }";
    expect(verdict(`app.use(async (ctx, next) => { try { await next(); } catch (error) { ${answers} } });\nrouter.get('/x', ${ok});`)).toBe('none');
    expect(verdict(`app.use((ctx, next) => next().catch((error) => { ${answers} }));\nrouter.get('/x', ${ok});`)).toBe('none');
  });

  it('is what stands before a router, not after it', () => {
    const guard = "async (ctx, next) => { if (!ctx.get('authorization')) ctx.throw(401); await next(); }";
    expect(verdict(`app.use(${guard});\nrouter.get('/x', ${ok});`)).toBe('required bearer');
    expect(verdict(`router.get('/x', ${ok});\nrouter.use(${guard});`)).toBe('none');
    const [one] = app(`app.use(${guard});\nrouter.get('/x', ${ok});`);
    expect(one?.guards).toMatchObject([{ scope: 'app', verdict: 'refuses', proof: 'evaluated' }]);
  });
});
