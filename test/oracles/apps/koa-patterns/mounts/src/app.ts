import Router from '@koa/router';
import Koa from 'koa';
import mount from 'koa-mount';
import * as api from './api';
import { inner } from './inner';
import { guard } from './guard';

export const app = new Koa();
const root = new Router({ prefix: '/api' });

const v1 = new Router({ prefix: '/v1' });
v1.use('/people', guard, api.people.routes(), api.people.allowedMethods());
api.addLate();
root.use(v1.routes());
root.use('/version', api.version.routes());
app.use(root.routes());

for (const name of ['tags', 'labels'] as const) app.use(api.createTags(name).routes());

// One router at two places.
const logs = new Router();
logs.use('/logs', api.plain.routes());
logs.use('/journal', api.plain.routes());
// A prefix that comes after the routes.
logs.prefix('/audit');
app.use(logs.routes());

// A guard of a router that is added without a path is one of the router around it, for what comes later.
const around = new Router();
around.get('/around/before', (ctx) => { ctx.body = { before: 1 }; });
const strict = new Router();
strict.use(guard);
strict.get('/around/strict', (ctx) => { ctx.body = { strict: 1 }; });
around.use(strict.routes());
around.get('/around/after', (ctx) => { ctx.body = { after: 1 }; });
app.use(around.routes());
const aside = new Router();
aside.get('/around/aside', (ctx) => { ctx.body = { aside: 1 }; });
app.use(aside.routes());

app.use(mount('/inner', inner));
