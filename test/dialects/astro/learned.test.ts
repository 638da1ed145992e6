import { describe, expect, it } from 'vitest';
import { dialect } from '../../../server/src/dialects/astro/index';
import { pagePath } from '../../../server/src/dialects/astro/paths';
import { programOf, type Ran } from '../../harness/program';

const astro = (files: Readonly<Record<string, string>>): Ran => programOf({ 'package.json': '{ "name": "x", "dependencies": { "astro": "5.0.0" } }', ...files }, { dialects: [dialect] });
const GET = 'export const GET = () => Response.json({ ok: true });';
const guarded = (middleware: string, handler = GET): string => astro({ 'src/middleware.ts': `import { defineMiddleware, sequence } from 'astro:middleware';\n${middleware}`, 'src/pages/api/x.ts': handler }).endpoint('GET /api/x').auth.status;

describe('endpoints of Astro', () => {
  it('have the paths of their files', () => {
    expect(['index.ts', 'a/index.js', 'a/[id].ts', '[...path].ts', 'data.json.ts', '[lang]-[x].json.ts', '_hidden.ts', 'a/_b/c.ts'].map(pagePath)).toEqual(['/', '/a', '/a/{id}', '/{path*}', '/data.json', '/{lang}-{x}.json', null, null]);
  });

  it('are exports of scripts in the pages of each application, below its base', () => {
    const ran = programOf({
      'a/astro.config.mjs': "import { defineConfig } from 'astro/config';\nexport default defineConfig({ base: '/docs', srcDir: './site' });", 'a/site/pages/x.ts': `${GET}\nexport const ALL = () => new Response();\nexport const prerender = false;\nexport const del = 1;`,
      'a/src/pages/y.ts': GET, 'a/site/pages/z.test.ts': GET, 'a/site/lib/w.ts': GET, 'b/src/pages/v.ts': GET,
    }, { dialects: [dialect] });
    expect(ran.ids).toEqual(['ANY /docs/x', 'GET /docs/x']);
  });
});

describe('middleware of Astro', () => {
  it('guards where it refuses', () => {
    for (const refusal of ["return new Response('no', { status: 401 })", "return context.redirect('/login')", "return Response.redirect('https://x.y/login')", "return Response.json({}, { status: 403 })"]) {
      expect([refusal, guarded(`export const onRequest = defineMiddleware(async (context, next) => {\n  if (!context.cookies.get('session')?.value) ${refusal};\n  return next();\n});`)]).toEqual([refusal, 'required']);
    }
    expect(guarded("export function onRequest(context, next) {\n  if (!context.cookies.has('session')) return new Response(null, { status: 404 });\n  return next();\n}")).not.toBe('required');
  });

  it('runs for the paths that it tests', () => {
    const middleware = "export const onRequest = (context, next) => {\n  if (context.url.pathname.startsWith('/api/private') && !context.cookies.has('session')) return context.redirect('/login');\n  return next();\n};";
    const ran = astro({ 'src/middleware/index.ts': middleware, 'src/pages/api/x.ts': GET, 'src/pages/api/private/y.ts': GET });
    expect([ran.endpoint('GET /api/x').auth.status, ran.endpoint('GET /api/private/y').auth.status]).toEqual(['none', 'required']);
  });

  it('runs one after the other and leaves what it found', () => {
    const parts = "const first = defineMiddleware((context, next) => { context.locals.user = context.cookies.get('session'); return next(); });\nconst second = (context, next) => context.locals.user ? next() : new Response(null, { status: 401 });\n";
    expect(guarded(`${parts}export const onRequest = sequence(first, second);`)).toBe('required');
    expect(guarded(`${parts}const both = sequence(first, second);\nexport const onRequest = (context, next) => both(context, next);`)).toBe('required');
    const handler = 'export const GET = ({ locals }) => locals.user ? Response.json({ ok: 1 }) : new Response(null, { status: 401 });';
    expect(guarded(`${parts}export const onRequest = sequence(first);`, handler)).toBe('required');
    expect(guarded('export const onRequest = (context, next) => next();', handler)).not.toBe('required');
    expect(guarded("export { onRequest } from '@clerk/astro-middleware';", handler)).toBe('required');
  });

  it('comes back from what it went on to, and goes on by itself when it does neither', () => {
    const told = (body: string): readonly string[] => astro({ 'src/middleware.ts': `export const onRequest = async (context, next) => {\n${body}\n};`, 'src/pages/x.ts': GET }).run('GET /x').steps[0]?.events.map(event => event.kind) ?? [];
    expect(told("const response = await next();\nresponse.headers.set('a', 'b');\nreturn response;")).toEqual(['next']);
    expect(told('await next();')).toEqual(['next']);
    expect(told('context.locals.a = 1;')).toEqual(['next']);
  });

  it('that is out of sight is not known when it sounds like authentication', () => {
    expect(guarded("import { authMiddleware } from 'some-auth';\nexport const onRequest = authMiddleware();")).toBe('unknown');
  });
});
