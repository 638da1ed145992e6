import { describe, expect, it } from 'vitest';
import { dialect } from '../../../server/src/dialects/h3/index';
import { fileRoute, h3Path } from '../../../server/src/dialects/h3/paths';
import { library as nuxtAuth } from '../../../server/src/libraries/auth/nuxt';
import { programOf, type Ran } from '../../harness/program';

const NUXT = JSON.stringify({ name: 'shop', devDependencies: { nuxt: '3.0.0' } });
const nuxt = (files: Readonly<Record<string, string>>): Ran => programOf({ 'package.json': NUXT, ...files }, { dialects: [dialect], libraries: [nuxtAuth] });
const OK = 'export default defineEventHandler(() => ({ ok: true }));';
const guarded = (middleware: string, handler = OK): string => nuxt({ 'server/middleware/a.ts': middleware, 'server/api/x.get.ts': handler }).endpoint('GET /api/x').auth.status;
const h3 = (body: string, names = 'createApp, createRouter, createError, eventHandler, getCookie, useBase, sendRedirect'): Ran => programOf({ 'package.json': '{ "name": "x" }', 'app.ts': `import { ${names} } from 'h3';\n${body}` }, { dialects: [dialect] });

describe('paths of Nitro', () => {
  it('come from the names of files', () => {
    expect(['users/[id].get.ts', 'index.ts', 'a/index.post.ts', '[...].ts', 'x/[...slug].delete.mjs', '(group)/b.dev.ts', 'c.get.prod.ts', 'd.json.ts', 'e/[a]-[b].ts', 'f.test.ts', 'g.d.ts', 'h.md'].map(fileRoute).map(one => one && `${one.method} ${one.path}`)).toEqual([
      'GET /users/{id}', 'ANY /', 'POST /a', 'ANY /{rest*}', 'DELETE /x/{slug*}', 'ANY /b', 'GET /c', 'ANY /d.json', 'ANY /e/{a}-{b}', null, null, null,
    ]);
  });

  it('of routers have parameters and wildcards', () => {
    expect(['/a/:id', '/a/**', '/a/**:rest', '/a/*/b', '/:a-:b'].map(h3Path)).toEqual(['/a/{id}', '/a/{rest*}', '/a/{rest*}', '/a/{param}/b', '/{a}-{b}']);
  });

  it('lie below server/ of Nuxt, of its layers and of each application', () => {
    const ran = programOf({
      'package.json': '{ "private": true }', 'apps/web/nuxt.config.ts': "export default defineNuxtConfig({ app: { baseURL: '/shop/' }, nitro: { apiBaseURL: '/rest' }, extends: ['./base'] });", 'apps/web/server/api/a.ts': OK, 'apps/web/server/routes/b.get.ts': OK,
      'apps/web/layers/blog/nuxt.config.ts': 'export default defineNuxtConfig({});', 'apps/web/layers/blog/server/api/posts.get.ts': OK, 'apps/web/base/server/api/c.get.ts': OK,
      'apps/web/api/client.ts': OK, 'apps/web/server/utils/d.ts': OK, 'apps/other/server/api/e.ts': OK,
    }, { dialects: [dialect] });
    expect(ran.ids).toEqual(['ANY /shop/rest/a', 'GET /shop/b', 'GET /shop/rest/c', 'GET /shop/rest/posts']);
    expect(ran.route('GET /shop/rest/posts').application?.id).toBe('apps/web');
  });

  it('of Nitro alone lie where its configuration says', () => {
    const nitro = (config: string, files: readonly string[]): readonly string[] => programOf({ 'nitro.config.ts': config, ...Object.fromEntries(files.map(file => [file, OK])) }, { dialects: [dialect] }).ids;
    expect(nitro("export default defineNitroConfig({ srcDir: 'server' });", ['server/api/a.ts', 'api/b.ts'])).toEqual(['ANY /api/a']);
    expect(nitro('export default {};', ['api/b.ts', 'routes/[id].put.ts'])).toEqual(['ANY /api/b', 'PUT /{id}']);
    expect(nitro("import { defineConfig } from 'nitro';\nexport default defineConfig({ serverDir: './backend', baseURL: '/x' });", ['backend/api/c.get.ts', 'backend/routes/index.ts'])).toEqual(['ANY /x', 'GET /x/api/c']);
  });
});

describe('what Nitro imports without being asked', () => {
  it('are utilities of the server, whatever they are called', () => {
    const ran = nuxt({
      'server/utils/db.ts': "export const rows = [{ id: 1 }];\nexport function useName() { return 'name'; }", 'server/utils/deep/find-user.ts': 'export default () => ({ found: true });', 'shared/utils/label.ts': "export const label = 'label';",
      'server/api/x.ts': 'export default defineEventHandler(() => ({ rows, [useName()]: findUser(), [label]: 1 }));', 'app/utils/client.ts': "export const label = 'wrong';",
    });
    expect(ran.endpoint('ANY /api/x').responses.flatMap(({ fields }) => fields.map(({ path }) => path)).sort()).toEqual(['label', 'name.found', 'rows[].id']);
  });

  it('have aliases', () => {
    const ran = nuxt({
      'server/lib/a.ts': "export const a = 'a';", 'shared/b.ts': "export const b = 'b';", 'app/c.ts': "export const c = 'c';", 'd.ts': "export const d = 'd';",
      'server/api/x.ts': "import { a } from '~/server/lib/a';\nimport { b } from '#shared/b';\nimport { c } from '~/c';\nimport { d } from '~~/d';\nexport default eventHandler(() => ({ [a]: 1, [b]: 1, [c]: 1, [d]: 1 }));",
    });
    expect(ran.endpoint('ANY /api/x').responses.flatMap(({ fields }) => fields.map(({ path }) => path)).sort()).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('guards of Nitro', () => {
  it('are middleware that refuses', () => {
    for (const refusal of ["throw createError({ statusCode: 401 })", "throw createError({ status: 403, statusText: 'no' })", "return sendRedirect(event, '/login')", "return new Response(null, { status: 401 })", "{ setResponseStatus(event, 401); return { error: 'no' }; }", "await sendRedirect(event, '/login', 302)", "return createError({ statusCode: 401 })", '{ event.node.res.statusCode = 401; event.node.res.end(); }']) {
      expect([refusal, guarded(`export default defineEventHandler(async (event) => {\n  if (!getCookie(event, 'session')) ${refusal};\n});`)]).toEqual([refusal, 'required']);
    }
    for (const other of ["throw createError({ statusCode: 404 })", "console.warn('nobody')", "setResponseStatus(event, 401)"]) {
      expect([other, guarded(`export default defineEventHandler(async (event) => {\n  if (!getCookie(event, 'session')) ${other};\n});`)]).not.toEqual([other, 'required']);
    }
  });

  it('run for the paths that they test, in the order of their names', () => {
    const ran = nuxt({
      'server/middleware/2.check.ts': "export default defineEventHandler((event) => { if (event.path.startsWith('/api/admin') && !event.context.user) throw createError({ statusCode: 401 }); });",
      'server/middleware/1.load.ts': "export default defineEventHandler((event) => { if (event.path.startsWith('/api/admin')) event.context.user = getCookie(event, 'session'); });",
      'server/api/admin/x.get.ts': OK, 'server/api/y.get.ts': OK,
    });
    expect([ran.endpoint('GET /api/admin/x').auth.status, ran.endpoint('GET /api/y').auth.status]).toEqual(['required', 'none']);
  });

  it('may be asked for by handlers', () => {
    const none = 'export default defineEventHandler(() => {});';
    expect(guarded(none, "export default defineEventHandler(async (event) => {\n  const { user } = await requireUserSession(event);\n  return { id: user.id };\n});")).toBe('required');
    expect(guarded(none, "import { requireUserSession } from '#imports';\nexport default defineEventHandler({ onRequest: [requireUserSession], handler: () => ({ ok: 1 }) });")).toBe('required');
    expect(guarded(none, "export default defineEventHandler(async (event) => {\n  const session = await getUserSession(event);\n  return { name: session.user?.name };\n});")).toBe('optional');
    expect(guarded(none, "export default defineEventHandler(async (event) => {\n  const session = await getUserSession(event);\n  if (!session.user) throw createError({ statusCode: 401 });\n  return { ok: true };\n});")).toBe('required');
    expect(guarded(none, "export default defineEventHandler(async (event) => {\n  const session = await useSession(event, { password: 'x' });\n  if (!session.data.userId) throw createError({ statusCode: 401 });\n  return { ok: true };\n});")).toBe('required');
  });
});

describe('applications of h3', () => {
  it('have layers and routers, which take their own path off', () => {
    expect(h3("const app = createApp();\nconst inner = createRouter().get('/', eventHandler(() => 1)).add('/b/:id', eventHandler(() => 2), ['put', 'patch']);\napp.use('/api', inner);\nconst outer = createRouter();\nouter.use('/c/**', useBase('/c', createRouter().post('/d', eventHandler(() => 3)).handler));\nouter.use('/e', eventHandler(() => 4));\napp.use(outer.handler);\napp.use('/last', eventHandler(() => 'x'));").ids)
      .toEqual(['ANY /e', 'ANY /last', 'GET /api', 'PATCH /api/b/{id}', 'POST /c/d', 'PUT /api/b/{id}']);
  });

  it('have layers that guard what comes after them', () => {
    const ran = h3("const app = createApp();\nconst router = createRouter().get('/a', eventHandler(() => ({ a: 1 }))).get('/admin/b', eventHandler(() => ({ b: 1 })));\napp.use('/admin', eventHandler((event) => { if (!getCookie(event, 's')) throw createError({ statusCode: 401 }); }));\napp.use(router);");
    expect([ran.endpoint('GET /a').auth.status, ran.endpoint('GET /admin/b').auth.status]).toEqual(['none', 'required']);
  });

  it('of version 2 have routes, middleware and mounts', () => {
    const ran = h3("const inner = new H3().get('/x', (event) => ({ x: event.url.pathname }));\nconst app = new H3();\napp.use('/private/**', (event, next) => { if (!event.req.headers.get('authorization')) throw new HTTPError({ status: 401 }); return next(); });\napp.get('/private/a', () => ({ a: 1 })).post('/b', (event) => { event.res.status = 201; return { b: 1 }; }, { middleware: [(event) => { if (!getCookie(event, 's')) return redirect('/login'); }] });\napp.on('PATCH', '/c/:id', defineHandler(() => noContent()));\napp.mount('/in', inner);", 'H3, HTTPError, defineHandler, getCookie, noContent, redirect');
    expect(ran.ids).toEqual(['GET /in/x', 'GET /private/a', 'PATCH /c/{id}', 'POST /b']);
    expect(ran.ids.map(id => ran.endpoint(id).auth.status)).toEqual(['none', 'required', 'none', 'required']);
    expect([ran.endpoint('POST /b').responses.map(({ status }) => status), ran.endpoint('PATCH /c/{id}').responses.map(({ status }) => status)]).toEqual([[201], [204]]);
  });
});
