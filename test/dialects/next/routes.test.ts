import { describe, expect, it } from 'vitest';
import { dialect } from '../../../server/src/dialects/next/index';
import { programOf, type Ran } from '../../harness/program';

const MANIFEST = JSON.stringify({ name: 'shop', dependencies: { next: '15.0.0' } });

function next(files: Readonly<Record<string, string>>): Ran {
  return programOf({ 'package.json': MANIFEST, ...files }, { dialects: [dialect] });
}

const GET = "export function GET() { return Response.json({ ok: true }); }";

describe('paths of route handlers', () => {
  it('come from folders: groups and slots dropped, private folders and intercepting routes excluded', () => {
    expect(next({
      'app/route.ts': GET,
      'app/api/users/route.ts': GET,
      'app/(shop)/api/(v1)/orders/[id]/route.tsx': GET,
      'app/files/[...path]/route.js': GET,
      'app/docs/[[...slug]]/route.ts': GET,
      'app/@modal/api/slot/route.ts': GET,
      'app/_lib/route.ts': GET,
      'app/feed/(..)photo/route.ts': GET,
      'app/%5Finternal/route.ts': GET,
      'app/api/users/page.tsx': GET,
      'lib/api/route.ts': GET,
    }).ids).toEqual([
      'GET /', 'GET /_internal', 'GET /api/orders/{id}', 'GET /api/slot', 'GET /api/users', 'GET /docs/{slug*}', 'GET /files/{path*}',
    ]);
  });

  it('start at the application: several in one workspace, src folders, base path', () => {
    const ran = programOf({
      'package.json': '{ "private": true }',
      'apps/web/package.json': MANIFEST, 'apps/web/src/app/api/a/route.ts': GET,
      'apps/web/next.config.mjs': "const config = { basePath: '/shop' };\nexport default withTracing(config, {});",
      'apps/admin/next.config.ts': "export default async () => ({ basePath: process.env.BASE });", 'apps/admin/app/api/b/route.ts': GET,
      'apps/other/package.json': '{ "name": "other" }', 'apps/other/app/api/c/route.ts': GET,
    }, { dialects: [dialect] });
    expect(ran.ids).toEqual(['GET /api/b', 'GET /shop/api/a']);
    expect(ran.route('GET /shop/api/a').application).toEqual({ id: 'apps/web', entry: 'apps/web/next.config.mjs' });
    expect(ran.endpoint('GET /shop/api/a').pathComplete).toBe(true);
  });
});

describe('methods of route handlers', () => {
  it('are the exports, however they are written', () => {
    expect(next({
      'app/a/route.ts': "export const POST = async (request) => Response.json({});\nexport const GET = undefined;\nexport const dynamic = 'force-dynamic';\nfunction helper() {}",
      'app/b/route.ts': "import { handlers } from '@/auth';\nexport const { GET, POST } = handlers;",
      'app/c/route.ts': "export { GET } from '../shared';",
      'app/d/route.ts': "function handler() { return new Response('x'); }\nexport { handler as PUT, handler as DELETE };",
      'app/e/route.ts': "import { wrap } from '../shared';\nexport const PATCH = wrap(async () => new Response('x'));",
      'app/f/route.ts': "export * from '../shared';",
      'app/shared.ts': 'export function GET() { return new Response("x"); }\nexport const wrap = fn => async (...args) => fn(...args);',
    }).ids).toEqual(['DELETE /d', 'GET /b', 'GET /c', 'GET /f', 'PATCH /e', 'POST /a', 'POST /b', 'PUT /d']);
  });

  it('points at the declaration', () => {
    const ran = next({ 'app/a/route.ts': "import x from 'y';\n\nexport const POST = async () => Response.json({});\n\n/** @deprecated use POST */\nexport function GET() { return Response.json({}); }" });
    expect([ran.endpoint('POST /a').range.start.line, ran.endpoint('GET /a').range.start.line]).toEqual([3, 6]);
    expect([ran.endpoint('POST /a').deprecated, ran.endpoint('GET /a').deprecated]).toEqual([false, true]);
    expect(ran.endpoint('GET /a').handler?.name).toBe('GET');
  });
});

describe('what handlers answer and read', () => {
  it('responses with their status', () => {
    const ran = next({ 'app/a/[id]/route.ts': `
      import { NextResponse } from 'next/server';
      import { notFound } from 'next/navigation';
      export async function POST(request, { params }) {
        const { id } = await params;
        const body = await request.json();
        const page = request.nextUrl.searchParams.get('page');
        const sort = new URL(request.url).searchParams.get('sort');
        if (!body.email) return NextResponse.json({ error: 'email' }, { status: 422 });
        if (page) return new Response('text', { status: 202 });
        if (sort) notFound();
        return Response.json({ id, email: body.email });
      }` });
    const endpoint = ran.endpoint('POST /a/{id}');
    expect(endpoint.responses.map(one => [one.status, one.fields.map(field => field.path)])).toEqual([[404, []], [422, ['error']], [202, []], [200, ['id', 'email']]]);
    expect(endpoint.parameters.map(one => `${one.in} ${one.name}`)).toEqual(['path id', 'query page', 'query sort']);
    expect(endpoint.requestBody?.fields.map(field => field.path)).toEqual(['email']);
  });

  it('form data, headers and cookies are of the request', () => {
    const ran = next({ 'app/a/route.ts': `
      import { cookies, headers } from 'next/headers';
      export async function POST(request) {
        const form = await request.formData();
        const trace = request.headers.get('X-Trace');
        const lang = (await cookies()).get('lang')?.value;
        const agent = (await headers()).get('user-agent');
        return Response.json({ name: form.get('name'), trace, lang, agent });
      }` });
    const endpoint = ran.endpoint('POST /a');
    expect(endpoint.parameters.map(one => `${one.in} ${one.name}`)).toEqual(['cookie lang', 'header user-agent', 'header x-trace']);
    expect(endpoint.requestBody?.fields.map(field => field.path)).toEqual(['name']);
  });
});

describe('authentication in handlers', () => {
  const status = (code: string): string => next({ 'app/a/route.ts': code }).endpoint('GET /a').auth.status;
  const respond = "import { NextResponse } from 'next/server';\n";

  it('a check in the handler', () => {
    expect(status(`${respond}export async function GET(request) {
      const token = request.headers.get('authorization');
      if (!token) return NextResponse.json({ error: 'no' }, { status: 401 });
      return NextResponse.json({ secret: 1 });
    }`)).toBe('required');
    expect(status(`${respond}export async function GET(request) { return NextResponse.json({ secret: 1 }); }`)).toBe('none');
    expect(status(`${respond}export async function GET(request) {
      const token = request.headers.get('authorization');
      if (!token) console.log('no token');
      return NextResponse.json({ secret: 1 });
    }`)).toBe('optional');
  });

  it('a wrapper of the workspace', () => {
    const wrapper = `${respond}const withAuth = handler => async (request, context) => {
      if (!request.cookies.get('session')) return new NextResponse(null, { status: 401 });
      return handler(request, context);
    };\n`;
    expect(status(`${wrapper}export const GET = withAuth(async () => NextResponse.json({ secret: 1 }));`)).toBe('required');
    expect(status(`${wrapper}export const GET = async () => NextResponse.json({ secret: 1 });`)).toBe('none');
  });

  it('a helper that returns the refusal', () => {
    const helper = `${respond}async function check(request) { if (!request.headers.get('authorization')) return NextResponse.json({}, { status: 401 }); return null; }\n`;
    expect(status(`${helper}export async function GET(request) { const denied = await check(request); if (denied) return denied; return NextResponse.json({ a: 1 }); }`)).toBe('required');
    expect(status(`${helper}export async function GET(request) { await check(request); return NextResponse.json({ a: 1 }); }`)).not.toBe('required');
  });

  it('a helper that gives the user or the refusal', () => {
    const helper = `${respond}async function user(request) { const t = request.headers.get('authorization'); if (!t) return NextResponse.json({}, { status: 401 }); return { id: 1 }; }\n`;
    expect(status(`${helper}export async function GET(request) { const u = await user(request); if (u instanceof NextResponse) return u; return NextResponse.json({ a: u.id }); }`)).toBe('required');
    const result = `${respond}async function user(request) { const t = request.headers.get('authorization'); if (!t) return { error: NextResponse.json({}, { status: 401 }) }; return { user: { id: 1 } }; }\n`;
    expect(status(`${result}export async function GET(request) { const { error, user: u } = await user(request); if (error) return error; return NextResponse.json({ a: u.id }); }`)).toBe('required');
  });

  it('a response that was made before the check', () => {
    expect(status(`${respond}export async function GET(request) {
      const response = NextResponse.json({ secret: 1 });
      if (!request.headers.get('authorization')) return new Response(null, { status: 401 });
      return response;
    }`)).toBe('required');
  });

  it('functions that end the request', () => {
    expect(status(`import { unauthorized } from 'next/navigation';
    export async function GET(request) { if (!request.headers.get('authorization')) unauthorized(); return Response.json({ a: 1 }); }`)).toBe('required');
    expect(status(`import { redirect } from 'next/navigation';
    import { cookies } from 'next/headers';
    export async function GET() { const c = await cookies(); if (!c.get('session')) redirect('/login'); return Response.json({ a: 1 }); }`)).toBe('required');
  });

  it('wrappers of libraries are passed, unless their name says authentication', () => {
    expect(status("import { withTrace } from 'tracer';\nexport const GET = withTrace(async () => Response.json({ a: 1 }));")).toBe('none');
    expect(status("import { withAuth } from 'some-auth';\nexport const GET = withAuth(async () => Response.json({ a: 1 }));")).toBe('unknown');
    expect(status("import { withTrace } from 'tracer';\nexport const GET = withTrace(async request => { if (!request.headers.get('authorization')) return new Response('', { status: 401 }); return Response.json({ a: 1 }); });")).toBe('required');
  });
});

describe('API routes of the pages router', () => {
  it('have a path and the methods that are not refused', () => {
    const ran = next({
      'pages/api/index.ts': 'export default function handler(req, res) { res.json({}); }',
      'pages/api/users/[id].ts': "export default function handler(req, res) { if (req.method !== 'PUT') return res.status(405).end(); res.status(200).json({ id: req.query.id, page: req.query.page }); }",
      'pages/api/items/index.ts': "export default async function handler(req, res) { switch (req.method) { case 'GET': return res.json([]); case 'POST': return res.status(201).json(req.body); default: res.setHeader('Allow', ['GET']); return res.status(405).end(); } }",
      'pages/api/hook.ts': "export default function handler(req, res) { if (req.method === 'POST') { res.json({ done: 1 }); } }",
      'pages/api/[...all].ts': "import { createRouter } from 'next-connect';\nexport default createRouter().handler();",
      'pages/api/mixed.ts': "import lib from 'lib';\nexport default function handler(req, res) { if (req.method === 'GET') return lib(req, res); if (req.method === 'POST') return res.json({}); }",
      'pages/api/none.ts': 'export const config = {};',
      'pages/about.tsx': 'export default function About() {}',
    });
    expect(ran.ids).toEqual(['ANY /api', 'ANY /api/{all*}', 'GET /api/items', 'GET /api/mixed', 'POST /api/hook', 'POST /api/items', 'POST /api/mixed', 'PUT /api/users/{id}']);
    expect(ran.endpoint('PUT /api/users/{id}').parameters.map(one => `${one.in} ${one.name}`)).toEqual(['path id', 'query page']);
    expect(ran.endpoint('POST /api/items').responses.map(one => one.status)).toEqual([201]);
  });

  it('guards are judged for each method', () => {
    const ran = next({ 'pages/api/a.ts': `export default function handler(req, res) {
      if (req.method === 'GET') return res.json({ open: 1 });
      if (!req.headers.authorization) return res.status(401).end();
      if (req.method === 'DELETE') return res.json({ done: 1 });
      res.status(405).end();
    }` });
    expect(ran.ids.filter(id => !id.startsWith('HEAD') && !id.startsWith('OPTIONS'))).toContain('DELETE /api/a');
    expect([ran.endpoint('GET /api/a').auth.status, ran.endpoint('DELETE /api/a').auth.status]).toEqual(['none', 'required']);
  });
});
