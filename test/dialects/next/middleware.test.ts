import { describe, expect, it } from 'vitest';
import { dialect } from '../../../server/src/dialects/next/index';
import { covers, patternOf } from '../../../server/src/dialects/next/matcher';
import { fromJson } from '../../../server/src/evaluate/builtins/globals';
import { programOf } from '../../harness/program';

const MANIFEST = JSON.stringify({ name: 'shop', dependencies: { next: '15.0.0' } });
const GET = 'export function GET() { return Response.json({ secret: true }); }';

function statuses(middleware: string, file = 'middleware.ts'): Readonly<Record<string, string>> {
  const ran = programOf({
    'package.json': MANIFEST, [file]: `import { NextResponse } from 'next/server';\n${middleware}`,
    'app/api/private/route.ts': GET, 'app/api/shared/list/route.ts': GET, 'app/api/items/[id]/route.ts': GET, 'app/feed/route.ts': GET,
  }, { dialects: [dialect] });
  return Object.fromEntries(ran.ids.map(id => [id.slice(4), ran.endpoint(id).auth.status]));
}

const guard = "if (!request.cookies.get('session')) return NextResponse.redirect(new URL('/login', request.url));\nreturn NextResponse.next();";

describe('middleware', () => {
  it('guards every path without a matcher', () => {
    expect(statuses(`export function middleware(request) { ${guard} }`)).toEqual({ '/api/private': 'required', '/api/shared/list': 'required', '/api/items/{id}': 'required', '/feed': 'required' });
    expect(statuses(`export default function proxy(request) { ${guard} }`, 'src/proxy.ts')['/feed']).toBe('required');
  });

  it('guards what its matcher covers', () => {
    expect(statuses(`export function middleware(request) { ${guard} }\nexport const config = { matcher: '/api/:path*' };`))
      .toEqual({ '/api/private': 'required', '/api/shared/list': 'required', '/api/items/{id}': 'required', '/feed': 'none' });
    expect(statuses(`export function middleware(request) { ${guard} }\nexport const config = { matcher: ['/((?!api|_next/static|favicon.ico).*)'] };`))
      .toEqual({ '/api/private': 'none', '/api/shared/list': 'none', '/api/items/{id}': 'none', '/feed': 'required' });
  });

  it('is silent where the matcher cannot be decided', () => {
    expect(statuses(`export function middleware(request) { ${guard} }\nexport const config = { matcher: [compute()] };`)['/feed']).toBe('unknown');
    expect(statuses(`export function middleware(request) { ${guard} }\nexport const config = { matcher: [{ source: '/feed', missing: [{ type: 'header', key: 'purpose' }] }] };`))
      .toEqual({ '/api/private': 'none', '/api/shared/list': 'none', '/api/items/{id}': 'none', '/feed': 'unknown' });
  });

  it('lets the path decide', () => {
    expect(statuses(`export function middleware(request) {
      const { pathname } = request.nextUrl;
      if (pathname.startsWith('/api/shared')) return NextResponse.next();
      ${guard}
    }`)).toEqual({ '/api/private': 'required', '/api/shared/list': 'none', '/api/items/{id}': 'required', '/feed': 'required' });
    expect(statuses(`const open = ['/feed', '/login'];
    export function middleware(request) {
      if (open.includes(new URL(request.url).pathname)) return;
      ${guard}
    }`)['/feed']).toBe('none');
  });

  it('a response that was made first goes on only after the check', () => {
    expect(statuses(`export async function middleware(request) {
      let response = NextResponse.next({ request });
      response.cookies.set('seen', '1');
      if (!request.cookies.get('session')) return NextResponse.redirect(new URL('/login', request.url));
      return response;
    }`)['/feed']).toBe('required');
    expect(statuses(`export async function middleware(request) {
      let response = NextResponse.next();
      if (!request.cookies.get('session')) response = NextResponse.json({}, { status: 401 });
      return response;
    }`)['/feed']).toBe('required');
  });

  it('one that asks for nothing guards nothing', () => {
    expect(statuses("export function middleware(request) { const response = NextResponse.next(); response.headers.set('x-a', '1'); return response; }")['/feed']).toBe('none');
  });

  it('one of a library is not accused', () => {
    expect(statuses("import { withAuth } from 'next-auth/middleware';\nexport default withAuth({});")['/feed']).toBe('unknown');
  });
});

describe('matchers', () => {
  const match = (source: string, path: string, optional = false): boolean | undefined => covers(fromJson(source), path, optional);

  it('follow path-to-regexp', () => {
    expect([match('/about/:path*', '/about'), match('/about/:path*', '/about/a/b'), match('/about/:path*', '/aboutness')]).toEqual([true, true, false]);
    expect([match('/about/:path+', '/about'), match('/about/:path+', '/about/a')]).toEqual([false, true]);
    expect([match('/a/:id?', '/a'), match('/a/:id?', '/a/{id}'), match('/a/:id', '/a/{id}/b')]).toEqual([true, true, false]);
    expect([match('/a/:id(\\d+)', '/a/{id}'), match('/a/:id(\\d+)', '/a/17'), match('/a/:id(\\d+)', '/a/x')]).toEqual([undefined, true, false]);
    expect([match('/(api|trpc)(.*)', '/api/users'), match('/(api|trpc)(.*)', '/apix'), match('/(api|trpc)(.*)', '/feed')]).toEqual([true, true, false]);
    expect([match('/dashboard/(.*)', '/dashboard/{id}'), match('/dashboard/(.*)', '/dashboard')]).toEqual([true, false]);
    expect([match('/', '/'), match('/', '/a')]).toEqual([true, false]);
  });

  it('negative lookaheads as the documentation writes them', () => {
    const usual = '/((?!api|_next/static|_next/image|favicon.ico|sitemap.xml|robots.txt).*)';
    expect([match(usual, '/api/users/{id}'), match(usual, '/trpc/{proc}'), match(usual, '/')]).toEqual([false, true, true]);
    const files = '/((?!_next|[^?]*\\.(?:html?|css|js(?!on)|jpe?g|webp|png|gif|svg|ttf|woff2?|ico|csv|docx?|xlsx?|zip|webmanifest)).*)';
    expect([match(files, '/api/users/{id}'), match(files, '/_next/x'), match(files, '/logo.png')]).toEqual([true, false, false]);
  });

  it('a path that is also served without its last part', () => {
    expect([match('/docs/:path+', '/docs/{slug*}'), match('/docs/:path+', '/docs/{slug*}', true), match('/docs/:path*', '/docs/{slug*}', true)]).toEqual([true, undefined, true]);
  });

  it('hostile sources are not run', () => {
    for (const source of ['/((a+)+)$', '/((.*a){20})', '/(.*.*.*.*.*.*.*.*.*.*x)', `/${'a'.repeat(700)}`, '/((', '/)', '/(?<n>x', '/{a}']) {
      const start = performance.now();
      const pattern = patternOf(source);
      pattern?.test(`/${'a'.repeat(60)}`);
      expect(performance.now() - start, source).toBeLessThan(200);
    }
    expect(patternOf('/((a+)+)')).toBeUndefined();
  });
});
