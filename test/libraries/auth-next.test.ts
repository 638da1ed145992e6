import { describe, expect, it } from 'vitest';
import { dialect as next } from '../../server/src/dialects/next/index';
import { libraries } from '../../server/src/libraries/index.generated';
import { programOf } from '../harness/program';

/** The verdict on `GET /api/x` of an application of Next.js with these files. */
function verdict(route: string, more: Readonly<Record<string, string>> = {}, id = 'GET /api/x'): string {
  const files = { 'package.json': '{ "name": "a", "dependencies": { "next": "15.0.0" } }', 'app/api/x/route.ts': route, ...more };
  const { auth } = programOf(files, { dialects: [next], libraries }).endpoint(id);
  return [auth.status, ...auth.mechanisms].join(' ');
}

const open = 'export async function GET() { return Response.json({ ok: true }); }';
const checked = (head: string, who: string): string => `${head}\nexport async function GET(req) { ${who} if (!who) return new Response(null, { status: 401 }); return Response.json({ ok: true }); }`;

describe('route handlers of Next.js', () => {
  it('without anything ask for nothing', () => { expect(verdict(open)).toBe('none'); });
  it('check what auth of Auth.js gives, where it is made in a file of its own', () => {
    const auth = { 'auth.ts': "import NextAuth from 'next-auth';\nexport const { handlers, auth, signIn, signOut } = NextAuth({ providers: [] });" };
    expect(verdict(checked("import { auth } from '../../../auth';", 'const session = await auth(); const who = session?.user;'), auth)).toBe('required session');
    expect(verdict("import { auth } from '../../../auth';\nexport const GET = auth((req) => { if (!req.auth) return new Response(null, { status: 401 }); return Response.json({ ok: true }); });", auth)).toBe('required session');
    expect(verdict("import { auth } from '../../../auth';\nexport const GET = auth((req) => Response.json({ ok: true }));", auth)).toBe('none');
  });
  it('check what Clerk, Supabase, WorkOS and Kinde give', () => {
    expect(verdict(checked("import { auth } from '@clerk/nextjs/server';", 'const { userId: who } = await auth();'))).toBe('required session');
    expect(verdict("import { auth } from '@clerk/nextjs/server';\nexport async function GET() { await auth.protect(); return Response.json({ ok: true }); }")).toBe('required session');
    expect(verdict(checked("import { createServerClient } from '@supabase/ssr';", "const { data: { user: who } } = await createServerClient('u', 'k', {}).auth.getUser();"))).toBe('required session');
    expect(verdict(checked("import { withAuth } from '@workos-inc/authkit-nextjs';", 'const { user: who } = await withAuth();'))).toBe('required session');
    expect(verdict("import { withAuth } from '@workos-inc/authkit-nextjs';\nexport async function GET() { await withAuth({ ensureSignedIn: true }); return Response.json({ ok: true }); }")).toBe('required session');
    expect(verdict("import { withAuth } from '@workos-inc/authkit-nextjs';\nexport async function GET() { await withAuth(); return Response.json({ ok: true }); }")).not.toMatch(/^required/);
    expect(verdict(checked("import { getKindeServerSession } from '@kinde-oss/kinde-auth-nextjs/server';", 'const who = await getKindeServerSession().isAuthenticated();'))).toBe('required session');
  });
});

describe('the middleware file', () => {
  it.each([
    ["export { default } from 'next-auth/middleware';", 'required session'],
    ["import { withAuth } from 'next-auth/middleware';\nexport default withAuth(function middleware(req) { return; }, { callbacks: { authorized: ({ token }) => token !== null } });", 'required session'],
    ["import { clerkMiddleware } from '@clerk/nextjs/server';\nexport default clerkMiddleware();", 'none'],
    ["import { clerkMiddleware, createRouteMatcher } from '@clerk/nextjs/server';\nconst isPublic = createRouteMatcher(['/sign-in(.*)']);\nexport default clerkMiddleware(async (auth, req) => { if (!isPublic(req)) await auth.protect(); });", 'required session'],
    ["import { clerkMiddleware, createRouteMatcher } from '@clerk/nextjs/server';\nconst isPublic = createRouteMatcher(['/api/x']);\nexport default clerkMiddleware(async (auth, req) => { if (!isPublic(req)) await auth.protect(); });", 'none'],
    ["import { authkitMiddleware } from '@workos-inc/authkit-nextjs';\nexport default authkitMiddleware();", 'none'],
  ])('%s is %s', (middleware, expected) => { expect(verdict(open, { 'middleware.ts': middleware })).toBe(expected); });
});

describe('API routes of the pages router', () => {
  const page = (text: string): string => verdict('', { 'pages/api/y.ts': text }, 'ANY /api/y');
  it('wrapped or checked', () => {
    expect(page("import { withApiAuthRequired } from '@auth0/nextjs-auth0';\nexport default withApiAuthRequired((req, res) => { res.json({ ok: true }); });")).toBe('required session');
    expect(page("import { getServerSession } from 'next-auth';\nexport default async function handler(req, res) { const session = await getServerSession(req, res, {}); if (!session) return res.status(401).end(); res.json({ ok: true }); }")).toBe('required session');
    expect(page("import { getServerSession } from 'next-auth';\nexport default async function handler(req, res) { await getServerSession(req, res, {}); res.json({ ok: true }); }")).not.toMatch(/^required/);
  });
});
