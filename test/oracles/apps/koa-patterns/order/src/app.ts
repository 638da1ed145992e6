import Router from '@koa/router';
import Koa from 'koa';
import compose from 'koa-compose';
import jwt from 'koa-jwt';
import { administrator, answersAndGoesOn, failOpen, remember, signedIn } from './guards';

export const app = new Koa();
const secret = process.env.JWT_SECRET!;

// Around everything: errors become answers, answers get an envelope.
app.use(async (ctx, next) => {
  try {
    await next();
  } catch (error) {
    ctx.status = (error as { status?: number }).status ?? 500;
    ctx.body = { error: 'failed' };
  }
});

const router = new Router();

// Registered before the guard: open.
router.get('/before', (ctx) => { ctx.body = { before: 1 }; });
router.use('/zone', signedIn);
router.get('/zone/inside', (ctx) => { ctx.body = { inside: 1 }; });
router.get('/zone', (ctx) => { ctx.body = { zone: 1 }; });
router.get('/zones', (ctx) => { ctx.body = { zones: 1 }; });
router.use(['/first', '/second'], signedIn);
router.get('/first', (ctx) => { ctx.body = { first: 1 }; });
router.get('/second/one', (ctx) => { ctx.body = { second: 1 }; });

router.delete('/both', signedIn, administrator, (ctx) => { ctx.status = 204; });
router.post('/both', compose([signedIn, administrator]), (ctx) => { ctx.body = { both: 1 }; });

// A later route that nobody reaches.
router.get('/things/:id', (ctx) => { ctx.body = { thing: 1 }; });
router.get('/things/special', (ctx) => { ctx.body = { special: 1 }; });

// A route that guards.
router.all('/staff/{*path}', signedIn, administrator);
router.get('/staff/list', (ctx) => { ctx.body = { list: 1 }; });

if (process.env.NODE_ENV !== 'production') router.get('/debug', (ctx) => { ctx.body = { debug: 1 }; });

router.get('/remembered', remember, (ctx) => { ctx.body = { known: ctx.state.user !== undefined }; });
router.get('/goes-on', answersAndGoesOn, (ctx) => { ctx.status = 200; ctx.body = { goesOn: 1 }; });
router.get('/fail-open', failOpen, (ctx) => { ctx.body = { failOpen: 1 }; });

// A parameter that is looked up for whoever has it.
router.param('secretId', async (id, ctx, next) => {
  if (ctx.headers.authorization === undefined) ctx.throw(401);
  ctx.state.secret = id;
  await next();
});
router.get('/secrets/:secretId', (ctx) => { ctx.body = { secret: ctx.state.secret }; });

// The handler asks by itself.
router.get('/inline', (ctx) => {
  if (!ctx.headers.authorization) {
    ctx.status = 401;
    return;
  }
  ctx.body = { inline: 1 };
});
router.get('/redirected', (ctx) => {
  if (!ctx.headers.authorization) return ctx.redirect('/sign-in');
  ctx.body = { redirected: 1 };
});
router.get('/response', (ctx) => {
  ctx.response.status = 202;
  ctx.response.body = { response: 1 };
});
router.get('/nothing', (ctx) => { ctx.body = null; });

// An envelope around the answer.
router.use('/wrapped', async (ctx, next) => {
  await next();
  ctx.body = { data: ctx.body, at: 1 };
});
router.get('/wrapped/one', (ctx) => { ctx.body = { one: 1 }; });

// Everything but a list; optional.
const excepted = new Router();
excepted.use(jwt({ secret }).unless({ path: ['/except/public', /^\/except\/open/] }));
excepted.get('/except/public', (ctx) => { ctx.body = { public: 1 }; });
excepted.get('/except/open/page', (ctx) => { ctx.body = { page: 1 }; });
excepted.get('/except/private', (ctx) => { ctx.body = { private: ctx.state.user.sub }; });
const optional = new Router({ prefix: '/optional' });
optional.use(jwt({ secret, passthrough: true }));
optional.get('/', (ctx) => { ctx.body = { optional: 1 }; });
optional.get('/asked', (ctx) => {
  ctx.assert(ctx.state.user, 401);
  ctx.body = { asked: 1 };
});

app.use(router.routes()).use(router.allowedMethods());
app.use(excepted.routes());
app.use(optional.middleware());

// Whatever comes now is behind the guard.
app.use(signedIn);
const last = new Router();
last.get('/last', (ctx) => { ctx.body = { last: 1 }; });
app.use(last.routes());
