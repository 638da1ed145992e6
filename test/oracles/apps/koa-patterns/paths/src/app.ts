import Router from '@koa/router';
import Koa from 'koa';
import jwt from 'koa-jwt';

export const app = new Koa();
const router = new Router();
const guard = jwt({ secret: process.env.JWT_SECRET! });

router.get('/users{/:id}', (ctx) => { ctx.body = { user: 1 }; });
router.get('/flights/:from-:to', (ctx) => { ctx.body = { flight: 1 }; });
router.get('/assets/*splat', (ctx) => { ctx.body = { asset: 1 }; });
router.get(['/colour', '/color'], (ctx) => { ctx.body = { colour: 1 }; });
router.get(/^\/legacy\/(\d+)$/, (ctx) => { ctx.body = { legacy: 1 }; });
router.all('/hook', (ctx) => { ctx.body = { hook: 1 }; });
router.get('named', '/named/:id', guard, (ctx) => { ctx.body = { named: 1 }; });
router.register('/registered/by-hand', ['GET'], (ctx: Koa.Context) => { ctx.body = { registered: 1 }; });
router.head('/head', (ctx) => { ctx.status = 200; });
router.del('/gone', (ctx) => { ctx.status = 204; });
router.get('/Case', (ctx) => { ctx.body = { case: 1 }; });

const tenants = new Router({ prefix: '/tenants/:tenant' });
tenants.use('/secret', guard);
tenants.get('/', (ctx) => { ctx.body = { tenant: ctx.params.tenant }; });
tenants.get('/secret/deep', (ctx) => { ctx.body = { deep: 1 }; });

app.use(router.routes());
app.use(tenants.routes());
