import { describe, expect, it } from 'vitest';
import { answer, served, verdict } from './auth-program';

const jwt = "import jwt from 'jsonwebtoken';";
const token = "const token = (req.headers.authorization ?? '').split(' ')[1];";
const behind = (body: string, head = jwt): string => verdict(`${head}\nasync function guard(req, res, next) { ${body} }`, `app.get('/x', guard, ${answer});`);

describe('jsonwebtoken', () => {
  it('verify that throws asks for a token', () => {
    expect(behind(`${token} req.user = jwt.verify(token, process.env.SECRET); next();`)).toBe('required bearer');
    expect(behind(`${token} try { jwt.verify(token, 's'); } catch { return res.status(401).end(); } next();`)).toBe('required bearer');
    expect(behind("req.user = jwt.verify(req.cookies.token, 's'); next();")).toBe('required cookie');
  });
  it('is the same by namespace, by name and by require', () => {
    expect(behind(`${token} jwt.verify(token, 's'); next();`, "import * as jwt from 'jsonwebtoken';")).toBe('required bearer');
    expect(behind(`${token} verify(token, 's'); next();`, "import { verify } from 'jsonwebtoken';")).toBe('required bearer');
    expect(behind(`${token} check(token, 's'); next();`, "import { promisify } from 'util'; import jwt from 'jsonwebtoken'; const check = promisify(jwt.verify);")).toBe('required bearer');
  });
  it('a catch that goes on makes it optional', () => {
    expect(behind(`${token} try { req.user = jwt.verify(token, 's'); } catch {} next();`)).toMatch(/^optional/);
    expect(behind(`${token} try { req.user = jwt.verify(token, 's'); next(); } catch { next(); }`)).toMatch(/^optional/);
  });
  it('the callback decides', () => {
    expect(behind(`${token} jwt.verify(token, 's', (err, user) => { if (err) return res.sendStatus(403); req.user = user; next(); });`)).toBe('required bearer');
    expect(behind(`${token} jwt.verify(token, 's', { algorithms: ['HS256'] }, (err, user) => { if (err) return res.sendStatus(401); next(); });`)).toBe('required bearer');
    expect(behind(`${token} jwt.verify(token, 's', (err, user) => { if (!err) req.user = user; next(); });`)).toMatch(/^optional/);
  });
  it('what proves nothing about the caller is no proof: decode, tokens of the code itself, the algorithm none', () => {
    expect(behind("jwt.decode('abc'); next();")).toBe('none');
    expect(behind("jwt.verify(process.env.LICENCE, 's'); next();")).toBe('none');
    expect(behind(`jwt.verify(req.headers.authorization, '', { algorithms: ['none'] }); next();`)).toMatch(/^optional/);
    expect(behind("res.locals.t = jwt.sign({ a: 1 }, 's'); next();")).toBe('none');
  });
});

describe('libraries that verify tokens by promise', () => {
  const jose = "import { jwtVerify, decodeJwt, createRemoteJWKSet } from 'jose'; const keys = createRemoteJWKSet(new URL('https://x'));";
  it('jose', () => {
    expect(behind(`${token} const { payload } = await jwtVerify(token, keys); req.user = payload; next();`, jose)).toBe('required bearer');
    expect(behind(`${token} await jwtVerify(token, keys).catch(() => null); next();`, jose)).toMatch(/^optional/);
    expect(behind(`${token} const done = await jwtVerify(token, keys).catch(() => null); if (!done) return res.status(401).end(); next();`, jose)).toBe('required bearer');
    expect(behind(`${token} jwtVerify(token, keys).then(() => next()).catch(() => res.status(401).end());`, jose)).toBe('required bearer');
    expect(behind(`${token} jwtVerify(token, keys).then(() => next()).catch(() => next());`, jose)).toMatch(/^optional/);
    expect(behind(`${token} req.user = decodeJwt(token); next();`, jose)).toMatch(/^optional/);
  });
  it('Firebase, Cognito, Okta', () => {
    expect(behind(`${token} req.user = await admin.auth().verifyIdToken(token); next();`, "import admin from 'firebase-admin';")).toBe('required bearer');
    expect(behind('req.user = await getAuth().verifySessionCookie(req.cookies.session); next();', "import { getAuth } from 'firebase-admin/auth';")).toBe('required cookie');
    expect(behind(`await getAuth().getUser('1'); next();`, "import { getAuth } from 'firebase-admin/auth';")).toBe('none');
    expect(behind(`${token} await verifier.verify(token); next();`, "import { CognitoJwtVerifier } from 'aws-jwt-verify'; const verifier = CognitoJwtVerifier.create({});")).toBe('required bearer');
    expect(behind(`${token} await verifier.verifyAccessToken(token, 'a'); next();`, "import OktaJwtVerifier from '@okta/jwt-verifier'; const verifier = new OktaJwtVerifier({});")).toBe('required bearer');
  });
});

describe('identity services', () => {
  it('Stytch, Ory, Kinde', () => {
    expect(behind('req.user = await client.sessions.authenticateJwt({ session_jwt: req.cookies.jwt }); next();', "import * as stytch from 'stytch'; const client = new stytch.Client({});")).toBe('required cookie');
    expect(behind('await client.sessions.authenticate({ session_token: req.cookies.token }); next();', "import { Client } from 'stytch'; const client = new Client({});")).toBe('required cookie');
    expect(behind('await ory.toSession({ cookie: req.cookies.ory }).catch(() => null); next();', "import { FrontendApi } from '@ory/client'; const ory = new FrontendApi({});")).toMatch(/^optional/);
    expect(behind('await ory.toSession({ cookie: req.cookies.ory }); next();', "import { FrontendApi } from '@ory/client'; const ory = new FrontendApi({});")).toBe('required cookie');
    const kinde = "import { protectRoute, getUser } from '@kinde-oss/kinde-node-express';";
    expect(verdict(kinde, `app.get('/x', protectRoute, getUser, ${answer});`)).toBe('required session');
    expect(verdict(kinde, `app.get('/x', getUser, ${answer});`)).toBe('none');
  });
});

describe('passport', () => {
  const head = "import passport from 'passport';";
  const using = (strategy: string): string => verdict(head, `app.get('/x', passport.authenticate(${strategy}), ${answer});`);
  it.each([
    ["'jwt', { session: false }", 'required bearer'], ["['jwt', 'basic']", 'required bearer basic'], ["'local'", 'required password'], ["'google', { failureRedirect: '/login' }", 'required oauth2'],
    ["'session'", 'required session'], ["['bearer', 'anonymous']", 'optional bearer'],
  ])('authenticate(%s) is %s', (given, expected) => { expect(using(given)).toMatch(new RegExp(`^${expected.replace('optional bearer', 'optional')}`)); });
  it('the package of a strategy tells more than the name it was given', () => {
    const own = `${head} import { Strategy } from 'passport-jwt'; import { BasicStrategy } from 'passport-http'; passport.use('staff', new Strategy({}, () => {})); passport.use('till', new (class extends BasicStrategy {})());`;
    expect(verdict(own, `app.get('/x', passport.authenticate('staff'), ${answer});`)).toBe('required bearer');
    expect(verdict(own, `app.get('/x', passport.authenticate('other'), ${answer});`)).toBe('required custom');
  });
  it('initialize and session only load', () => {
    expect(verdict(head, `app.use(passport.initialize()); app.use(passport.session()); app.get('/x', ${answer});`)).toBe('none');
  });
  it('isAuthenticated that is checked', () => {
    expect(verdict(head, `app.get('/x', (req, res, next) => { if (!req.isAuthenticated()) return res.status(401).end(); next(); }, ${answer});`)).toBe('required session');
  });
  it('a callback decides', () => {
    const guard = (then: string): string => `${head} function guard(req, res, next) { passport.authenticate('jwt', { session: false }, (err, user, info) => { ${then} })(req, res, next); }`;
    const route = `app.get('/x', guard, ${answer});`;
    expect(verdict(guard('if (err) return next(err); if (!user) return res.status(401).end(); req.user = user; next();'), route)).toBe('required bearer');
    expect(verdict(guard('if (err || !user) return next(new Error()); req.user = user; next();'), route)).toBe('required bearer');
    expect(verdict(guard('if (user) req.user = user; next();'), route)).toMatch(/^optional/);
  });
});

describe('guards of Express', () => {
  it.each([
    ["import { expressjwt } from 'express-jwt';", "expressjwt({ secret: 's', algorithms: ['HS256'] })", 'required bearer'],
    ["const expressJwt = require('express-jwt');", "expressJwt({ secret: 's' })", 'required bearer'],
    ["import { expressjwt } from 'express-jwt';", "expressjwt({ secret: 's', credentialsRequired: false })", 'optional'],
    ["import { auth } from 'express-oauth2-jwt-bearer';", "auth({ audience: 'a' })", 'required bearer'],
    ["import { auth } from 'express-oauth2-jwt-bearer';", 'auth({ authRequired: false })', 'optional'],
    ["import { auth } from 'express-openid-connect';", 'auth({ issuerBaseURL: "x" })', 'required session'],
    ["import { auth } from 'express-openid-connect';", 'auth({ authRequired: false })', 'none'],
    ["import { requiresAuth } from 'express-openid-connect';", 'requiresAuth()', 'required session'],
    ["import basicAuth from 'express-basic-auth';", "basicAuth({ users: { a: 'b' } })", 'required basic'],
    ["import { ensureLoggedIn } from 'connect-ensure-login';", "ensureLoggedIn('/login')", 'required session'],
    ["import { ensureLoggedOut } from 'connect-ensure-login';", "ensureLoggedOut('/')", 'none'],
    ["import Keycloak from 'keycloak-connect'; const keycloak = new Keycloak({});", 'keycloak.protect()', 'required bearer'],
    ["import Keycloak from 'keycloak-connect'; const keycloak = new Keycloak({});", 'keycloak.middleware()', 'none'],
    ["import { verifySession } from 'supertokens-node/recipe/session/framework/express';", 'verifySession()', 'required session'],
    ["import { verifySession } from 'supertokens-node/recipe/session/framework/express';", 'verifySession({ sessionRequired: false })', 'optional'],
    ["import { clerkMiddleware } from '@clerk/express';", 'clerkMiddleware()', 'none'],
    ["import { requireAuth } from '@clerk/express';", 'requireAuth()', 'required session'],
  ])('%s %s is %s', (head, middleware, expected) => {
    const found = verdict(head, `app.use(${middleware}); app.get('/x', ${answer});`);
    expect(expected === 'optional' ? found.split(' ')[0] : found).toBe(expected);
  });
  it('knows the scopes that are asked for', () => {
    const head = "import { auth, requiredScopes } from 'express-oauth2-jwt-bearer';";
    expect(served(head, `app.use(auth()); app.get('/x', requiredScopes('read:x write:x'), ${answer});`).auth).toMatchObject({ status: 'required', roles: [], scopes: ['read:x', 'write:x'] });
  });
  it('knows the roles that are asked for', () => {
    expect(served("import Keycloak from 'keycloak-connect'; const keycloak = new Keycloak({});", `app.get('/x', keycloak.protect('realm:admin'), ${answer});`).auth.roles).toEqual(['admin']);
    expect(served("import createGuard from 'express-jwt-permissions'; const guard = createGuard();", `app.get('/x', guard.check(['admin', 'editor']), ${answer});`).auth).toMatchObject({ status: 'required', roles: ['admin', 'editor'] });
  });
});

describe('unless', () => {
  const head = "import { expressjwt } from 'express-jwt';";
  const except = (path: string, id: string, route: string, base = ''): string => verdict(head, `app.use(${base === '' ? '' : `'${base}', `}expressjwt({ secret: 's' }).unless({ path: ${path} })); app.${id.split(' ')[0]?.toLowerCase() ?? ''}('${route}', ${answer});`, id);
  it('leaves literal paths alone and nothing else', () => {
    expect(except("['/start']", 'GET /start', '/start')).toBe('none');
    expect(except("['/start']", 'GET /x', '/x')).toBe('required bearer');
    expect(except("['/api/start']", 'GET /api/start', '/api/start', '/api')).toBe('none');
    expect(except("['/start']", 'GET /api/start', '/api/start', '/api')).toBe('required bearer');
  });
  it('understands expressions and methods', () => {
    expect(except('[/^\\/public\\//]', 'GET /public/a', '/public/a')).toBe('none');
    expect(except('[/^\\/public\\//]', 'GET /private/a', '/private/a')).toBe('required bearer');
    expect(except("[{ url: '/a', methods: ['GET'] }]", 'GET /a', '/a')).toBe('none');
    expect(except("[{ url: '/a', methods: ['GET'] }]", 'POST /a', '/a')).toBe('required bearer');
    expect(except('[{ url: /^\\/posts\\/.*/, methods: ["GET"] }]', 'GET /posts/{id}', '/posts/:id')).toBe('none');
  });
  it('is not sure of a path that only may be meant', () => {
    expect(except("['/users/me']", 'GET /users/{id}', '/users/:id')).toMatch(/^optional/);
    expect(except('process.env.OPEN', 'GET /x', '/x')).toMatch(/^optional/);
  });
});
