import { describe, expect, it } from 'vitest';
import { answer, served, verdict } from './auth-program';

const handler = (head: string, body: string): string => verdict(head, `app.get('/x', async (req, res) => { ${body} });`);
const status = (head: string, body: string): string => handler(head, body).split(' ')[0] ?? '';
const refuse = 'return res.status(401).end();';
const send = 'res.json({ ok: true });';

describe('sessions that are asked for', () => {
  it.each([
    ["import { getServerSession } from 'next-auth';", 'await getServerSession(options)'],
    ["import { getServerSession } from 'next-auth/next';", 'await getServerSession(req, res, options)'],
    ["import { getSession } from 'next-auth/react';", 'await getSession({ req })'],
    ["import { getToken } from 'next-auth/jwt';", 'await getToken({ req })'],
    ["import NextAuth from 'next-auth'; const { auth } = NextAuth({});", 'await auth()'],
    ["import { betterAuth } from 'better-auth'; const auth = betterAuth({});", 'await auth.api.getSession({ headers: req.headers })'],
    ["import { getSession } from '@auth0/nextjs-auth0';", 'await getSession(req, res)'],
    ["import { Auth0Client } from '@auth0/nextjs-auth0/server'; const auth0 = new Auth0Client();", 'await auth0.getSession()'],
    ["import { Lucia } from 'lucia'; const lucia = new Lucia({});", '(await lucia.validateSession(req.cookies.s)).session'],
    ["import { createClient } from '@supabase/supabase-js'; const supabase = createClient('u', 'k');", '(await supabase.auth.getUser()).data.user'],
    ["import { currentUser } from '@clerk/nextjs/server';", 'await currentUser()'],
    ["import { getAuth } from '@clerk/express';", 'getAuth(req).userId'],
    ["import { auth } from '@clerk/nextjs/server';", '(await auth()).userId'],
  ])('%s: %s counts only when it is checked', (head, call) => {
    expect(status(head, `const who = ${call}; if (!who) ${refuse} ${send}`)).toBe('required');
    expect(status(head, `const who = ${call}; ${send}`)).not.toBe('required');
    expect(status(head, `const who = ${call}; if (who) { res.json({ who: 1 }); } else { ${send} }`)).toBe('optional');
  });
  it('iron-session gives a session: a member of it is checked', () => {
    const head = "import { getIronSession } from 'iron-session';";
    expect(handler(head, `const session = await getIronSession(req, res, {}); if (!session.user) ${refuse} ${send}`)).toBe('required session');
    expect(status(head, `const session = await getIronSession(req, res, {}); ${send}`)).not.toBe('required');
  });
  it('Supabase tells with an error, too', () => {
    const head = "import { createServerClient } from '@supabase/ssr';";
    expect(status(head, `const { data: { user }, error } = await createServerClient('u', 'k', {}).auth.getUser(); if (error || !user) ${refuse} ${send}`)).toBe('required');
    expect(status(head, `const { data, error } = await createServerClient('u', 'k', {}).auth.getClaims(); if (error) ${refuse} ${send}`)).toBe('required');
  });
  it('express-session and cookie-session only load', () => {
    expect(verdict("import session from 'express-session';", `app.use(session({ secret: 's' })); app.get('/x', ${answer});`)).toBe('none');
    expect(verdict("import session from 'cookie-session';", `app.use(session({ keys: [] })); app.get('/x', ${answer});`)).toBe('none');
    expect(verdict("import session from 'express-session';", `app.use(session({ secret: 's' })); app.get('/x', (req, res) => { if (!req.session.userId) ${refuse} ${send} });`)).toBe('required session');
  });
});

describe('wrappers and protection', () => {
  it('withApiAuthRequired lets only sessions through', () => {
    expect(verdict("import { withApiAuthRequired } from '@auth0/nextjs-auth0';", `app.get('/x', withApiAuthRequired(${answer}));`)).toBe('required session');
  });
  it('auth of Auth.js around a handler is a check only where req.auth is checked', () => {
    const head = "import NextAuth from 'next-auth'; const { auth } = NextAuth({});";
    expect(verdict(head, `app.get('/x', auth((req, res) => { if (!req.auth) ${refuse} ${send} }));`)).toBe('required session');
    expect(verdict(head, `app.get('/x', auth((req, res) => { ${send} }));`)).toBe('none');
  });
  it('the middleware of next-auth asks for a token unless its callback lets everybody in', () => {
    const head = "import { withAuth } from 'next-auth/middleware';";
    expect(verdict(head, `app.get('/x', withAuth({}), ${answer});`)).toBe('required session');
    expect(verdict(head, `app.get('/x', withAuth({ callbacks: { authorized: ({ token }) => !!token } }), ${answer});`)).toBe('required session');
    expect(verdict(head, `app.get('/x', withAuth({ callbacks: { authorized: () => true } }), ${answer});`)).toMatch(/^optional/);
    expect(verdict("import guard from 'next-auth/middleware';", `app.get('/x', guard, ${answer});`)).toBe('required session');
  });
  it('auth.protect of Clerk does not return for strangers; its roles are known', () => {
    const head = "import { auth } from '@clerk/nextjs/server';";
    expect(handler(head, `await auth.protect(); ${send}`)).toBe('required session');
    expect(handler(head, `const { userId, redirectToSignIn } = await auth(); if (!userId) return redirectToSignIn(); ${send}`)).toBe('required session');
    expect(served(head, `app.get('/x', async (req, res) => { await auth.protect({ role: 'org:admin' }); ${send} });`).auth.roles).toEqual(['org:admin']);
    expect(served(head, `app.get('/x', async (req, res) => { const { has } = await auth(); if (!has({ permission: 'org:notes:write' })) return res.status(403).end(); ${send} });`).auth).toMatchObject({ status: 'required', roles: [], scopes: ['org:notes:write'] });
    expect(served(head, `app.get('/x', async (req, res) => { await auth.protect({ permission: 'org:notes:write' }); ${send} });`).auth).toMatchObject({ roles: [], scopes: ['org:notes:write'] });
    expect(served(head, `app.get('/x', async (req, res) => { const { has } = await auth(); if (!has({ role: 'org:admin' })) return res.status(403).end(); ${send} });`).auth).toMatchObject({ status: 'required', roles: ['org:admin'] });
  });
  it('a middleware of Clerk decides by its handler and the paths it names', () => {
    const head = "import { clerkMiddleware, createRouteMatcher } from '@clerk/nextjs/server'; const isPrivate = createRouteMatcher(['/private(.*)']);";
    const app = (route: string): string => verdict(`${head} const mw = clerkMiddleware(async (auth, req) => { if (isPrivate(req)) await auth.protect(); });`,
      `app.use((req, res, next) => { mw(req); next(); }); app.get('${route}', ${answer});`, `GET ${route}`);
    expect(app('/private/a')).toBe('required session');
    expect(app('/open')).toBe('none');
  });
  it('SuperTokens getSession throws without a session', () => {
    const head = "import Session from 'supertokens-node/recipe/session';";
    expect(status(head, `const session = await Session.getSession(req, res); ${send}`)).toBe('required');
    expect(status(head, `const session = await Session.getSession(req, res, { sessionRequired: false }); ${send}`)).not.toBe('required');
  });
});
