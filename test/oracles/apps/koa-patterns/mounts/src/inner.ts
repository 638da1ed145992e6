import Router from '@koa/router';
import Koa from 'koa';
import { guard } from './guard';

const router = new Router();
router.get('/hello', (ctx) => { ctx.body = { hello: ctx.path }; });

const secret = new Router();
secret.get('/secret', (ctx) => { ctx.body = { secret: 1 }; });

export const inner = new Koa();
inner.use(router.routes());
inner.use(guard);
inner.use(secret.routes());
