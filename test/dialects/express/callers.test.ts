import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../server/src/model/api';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

/** What real code taught about tests of the caller: each case was once told wrong. */
function endpoints(routes: string): readonly Endpoint[] {
  const files = { 'package.json': '{ "name": "x" }', 'app.ts': `import express from 'express';\nimport { store } from 'elsewhere';\nconst app = express();\n${routes}\napp.listen(1);` };
  return createWorkspace(memoryTree(files), defaultConfig('2026-01-01')).snapshot().model.endpoints;
}
const verdicts = (routes: string): Record<string, string> => Object.fromEntries(endpoints(routes).map(({ id, auth }) => [id, auth.status]));
/** The routes that are closed to a request without credentials; whether an open one is meant to be is not asked here. */
const closed = (routes: string): string[] => endpoints(routes).filter(({ auth }) => auth.status === 'required').map(({ id }) => id);
const handler = (body: string): string => verdicts(`app.post('/x', (req, res) => { ${body} });`)['POST /x'] ?? '';

describe('a redirect', () => {
  it('refuses those who are nobody, and sends those away who are somebody', () => {
    expect(handler("if (!req.user) return res.redirect('/login'); res.json({});")).toBe('required');
    expect(handler("if (req.user) { res.json({}); } else { res.redirect('/login'); }")).toBe('required');
    expect(handler("if (req.user) { req.logout(); return res.redirect('/'); } res.json({});")).toBe('optional');
    expect(handler("if (req.session.user) { res.redirect('/home'); } else { res.json({}); }")).toBe('optional');
  });
});

describe('an answer that is no 401', () => {
  it('refuses all the same where it is given because there is nobody', () => {
    for (const status of [400, 404, 412]) {
      expect([status, handler(`if (!req.user) return res.status(${status}).end(); res.json({});`)]).toEqual([status, 'required']);
      expect([status, handler(`if (req.session.userId === undefined) return res.sendStatus(${status}); res.json({});`)]).toEqual([status, 'required']);
      expect([status, handler(`try { if (!req.user) throw Object.assign(new Error(''), { status: ${status} }); res.json({}); } catch (error) { res.status(error.status).end(); }`)]).toEqual([status, 'required']);
    }
  });

  it('refuses nobody where it is given for anything else', () => {
    expect(handler('const item = store.find(req.user.id); if (!item) return res.status(404).end(); res.json({});')).toBe('optional');
    expect(handler("if (req.user.plan !== 'pro') return res.status(402).end(); res.json({});")).toBe('optional');
    expect(handler('if (!req.session.cart) return res.status(404).end(); res.json({});')).toBe('optional');
    expect(handler('if (req.user.quota > 3) return res.status(429).end(); res.json({});')).toBe('optional');
  });
});

describe('a list of open paths', () => {
  const guard = (test: string): string => `app.use((req, res, next) => { if (${test}) return next(); if (!req.user) return res.status(401).end(); next(); });`;
  const routes = "app.get('/users/:id', (req, res) => { res.json({}); });\napp.get('/files/*rest', (req, res) => { res.json({}); });\napp.get('/public/:id', (req, res) => { res.json({}); });";

  it('opens no route whose parameter may happen to be on it', () => {
    for (const test of ["['/users/login', '/files/open/', '/public/'].some((one) => req.path.startsWith(one))", "req.path === '/users/login' || req.path.startsWith('/files/open/') || req.path.startsWith('/public/')"]) {
      expect(closed(guard(test) + routes)).toEqual(['GET /users/{id}']);
    }
    expect(closed(guard("['/users/login', '/files/open'].includes(req.path)") + routes)).toEqual(['GET /users/{id}', 'GET /public/{id}']);
  });

  it('opens what its expressions leave room for', () => {
    expect(closed(`${guard('/^\\/users\\/[^/]+$/.test(req.path)')}${routes}`)).not.toContain('GET /users/{id}');
    // Here the list says where to ask.
    const asks = "app.use((req, res, next) => { if (req.path.startsWith('/users/a')) { if (!req.user) return res.status(401).end(); } next(); });";
    expect(closed(asks + routes)).toEqual([]);
  });
});

describe('what is told of a caller', () => {
  it('comes by the cookie that a strategy of passport-jwt reads', () => {
    const [one, both, plain] = endpoints(`import passport from 'passport';
import { Strategy, ExtractJwt } from 'passport-jwt';
const fromCookie = (req) => { let token = null; if (req && req.cookies) token = req.cookies.session; return token; };
passport.use(new Strategy({ jwtFromRequest: fromCookie }, (claims, done) => done(null, claims)));
passport.use('both', new Strategy({ jwtFromRequest: ExtractJwt.fromExtractors([ExtractJwt.fromAuthHeaderAsBearerToken(), fromCookie]) }, (claims, done) => done(null, claims)));
passport.use('plain', new Strategy({ jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken() }, (claims, done) => done(null, claims)));
app.get('/a', passport.authenticate('jwt'), (req, res) => res.json({}));
app.get('/b', passport.authenticate('both'), (req, res) => res.json({}));
app.get('/c', passport.authenticate('plain'), (req, res) => res.json({}));`);
    expect([one?.auth.mechanisms, both?.auth.mechanisms, plain?.auth.mechanisms]).toEqual([['cookie'], ['bearer', 'cookie'], ['bearer']]);
  });

  it('is proved by the test that somebody is refused by, not by what is asked of them later', () => {
    const [only] = endpoints(`app.post('/x', (req, res) => {
  if (!req.user) return res.status(401).end();
  if (req.user.kind !== 'person') return res.status(400).end();
  let page = 'plain';
  if (req.user.flags.beta) { if (req.query.full) return res.json({ page }); page = 'beta'; }
  res.json({ page });
});`);
    expect(only?.auth.evidence[0]).toMatchObject({ message: 'the handler answers only when the authenticated user is accepted', range: { start: { line: 5 } } });
  });
});

describe('a comparison with a setting', () => {
  const flaws = (name: string, more = ''): readonly (string | undefined)[] => endpoints(`${more}\napp.use((req, res, next) => { if (req.headers['x-key'] !== process.env['${name}']) return res.status(401).end(); next(); });
app.post('/x', (req, res) => res.json({}));`)[0]?.guards.flatMap((guard) => (guard.flaws ?? []).map((flaw) => `${flaw.kind} ${flaw.what}`)) ?? [];

  it('is equal where both are missing, whatever the setting is called', () => {
    expect(flaws('KEY')).toEqual(['emptySecret KEY']);
    // A name is text: what a workspace writes is no pattern.
    expect(flaws('(KEY', "if (!process.env.PORT) throw new Error('PORT is missing');")).toEqual(['emptySecret (KEY']);
  });

  it('is no flaw where the module demands the setting', () => {
    expect(flaws('KEY', "if (!process.env.KEY) throw new Error('KEY is missing');")).toEqual([]);
    expect(flaws('KEY', "if (!process.env.OTHER_KEY) throw new Error('OTHER_KEY is missing');")).toEqual(['emptySecret KEY']);
  });
});
