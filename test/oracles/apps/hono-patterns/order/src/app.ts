import { Hono } from 'hono';
import { basicAuth } from 'hono/basic-auth';
import { bearerAuth } from 'hono/bearer-auth';
import { every, except, some } from 'hono/combine';
import { getCookie } from 'hono/cookie';
import { cors } from 'hono/cors';
import { jwt } from 'hono/jwt';
import { administrator, failOpen, forgetful, NotSignedIn, remember, signedIn, Unauthorized, type Env } from './guards';

export const app = new Hono<Env>();
const secret = process.env.JWT_SECRET!;

app.use('*', cors());

// Registered before the guard: open.
app.get('/zone/before', (c) => c.json({ before: 1 }));
app.use('/zone/*', signedIn);
app.get('/zone/inside', (c) => c.json({ inside: 1 }));
app.get('/zone', (c) => c.json({ zone: 1 }));
app.get('/zones', (c) => c.json({ zones: 1 }));

// Without a star a middleware is for that path alone.
app.use('/exact', signedIn);
app.get('/exact', (c) => c.json({ exact: 1 }));
app.get('/exact/below', (c) => c.json({ below: 1 }));

// A star in the middle is one part; a parameter is any.
app.use('/teams/*/settings', signedIn);
app.get('/teams/:team/settings', (c) => c.json({ settings: 1 }));
app.get('/teams/:team/members', (c) => c.json({ members: 1 }));
app.use('/rooms/:room', signedIn);
app.get('/rooms/:room', (c) => c.json({ room: 1 }));
app.get('/rooms/:room/people', (c) => c.json({ people: 1 }));

// The order inside of an application that is added, and what stays inside.
const late = new Hono<Env>();
late.get('/open', (c) => c.json({ open: 1 }));
late.use(signedIn);
late.get('/closed', (c) => c.json({ closed: 1 }));
app.route('/late', late);
app.get('/later', (c) => c.json({ later: 1 }));

// A route that guards.
app.all('/staff/*', signedIn, administrator);
app.get('/staff/list', (c) => c.json({ list: 1 }));
app.delete('/both', signedIn, administrator, (c) => c.body(null, 204));

// A later route that nobody reaches.
app.get('/things/:id', (c) => c.json({ thing: 1 }));
app.get('/things/special', (c) => c.json({ special: 1 }));

if (process.env.NODE_ENV !== 'production') app.get('/debug', (c) => c.json({ debug: 1 }));
if (process.env.FEATURE_REPORTS === 'on') app.route('/reports', new Hono().get('/', signedIn, (c) => c.json({ report: 1 })));

app.get('/remembered', remember, (c) => c.json({ known: c.get('user') !== undefined }));
app.get('/forgetful', forgetful, (c) => c.json({ forgetful: 1 }));
app.get('/fail-open', failOpen, (c) => c.json({ failOpen: c.var.user?.sub ?? null }));

// The library's own guards.
app.get('/jwt', jwt({ secret, alg: 'HS256' }), (c) => c.json({ sub: c.get('jwtPayload').sub }));
app.get('/bearer', bearerAuth({ verifyToken: async (token) => token.split('.').length === 3 }), (c) => c.json({ bearer: 1 }));
app.get('/basic', some(basicAuth({ username: 'a', password: 'b' }), jwt({ secret, alg: 'HS256' })), (c) => c.json({ basic: 1 }));

// Combinations.
app.use('/except/*', except('/except/public/*', jwt({ secret, alg: 'HS256' })));
app.get('/except/public/page', (c) => c.json({ public: 1 }));
app.get('/except/private', (c) => c.json({ private: 1 }));
app.use('/except-by/*', except((c) => c.req.path.endsWith('/login'), signedIn));
app.get('/except-by/login', (c) => c.json({ login: 1 }));
app.get('/except-by/other', (c) => c.json({ other: 1 }));
app.get('/every', every(signedIn, administrator), (c) => c.json({ every: 1 }));
app.get('/some', some(every(signedIn, administrator), jwt({ secret, alg: 'HS256' })), (c) => c.json({ some: 1 }));
app.get('/anybody', some(jwt({ secret, alg: 'HS256' }), () => true), (c) => c.json({ anybody: 1 }));

// The handler asks by itself.
app.get('/inline', (c) => {
  if (!c.req.header('authorization')) return c.text('sign in first', 401);
  return c.json({ inline: 1 });
});
app.get('/throws', signedIn, (c) => {
  if (c.get('user')?.role !== 'admin') throw new Unauthorized();
  return c.json({ throws: 1 });
});
app.get('/cookie', (c) => (getCookie(c, 'session') || c.req.header('authorization') ? c.json({ cookie: 1 }) : c.redirect('/sign-in')));

// Errors are answered where they are handled.
const errors = new Hono();
errors.onError((error, c) => (error instanceof NotSignedIn ? c.json({ error: 'sign in first' }, 401) : c.json({ error: 'failed' }, 500)));
errors.get('/handled', (c) => {
  if (!c.req.header('authorization')) throw new NotSignedIn();
  return c.json({ handled: 1 });
});
app.route('/errors', errors);

// What no route answers.
app.notFound((c) => c.json({ error: 'nothing here' }, 404));
app.get('/maybe/:id', (c) => (c.req.param('id') === '1' ? c.json({ maybe: 1 }) : c.notFound()));

// What an application at the root guards, it guards for what comes later, too.
const leaking = new Hono<Env>();
leaking.get('/leak/before', (c) => c.json({ before: 1 }));
leaking.use(signedIn);
leaking.get('/leak/inside', (c) => c.json({ inside: 1 }));
app.route('/', leaking);
app.get('/leak/after', (c) => c.json({ after: 1 }));

app.use(signedIn);
app.get('/last', (c) => c.json({ last: 1 }));

export default app;
