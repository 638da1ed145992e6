'use strict';

const fs = require('node:fs');
const path = require('node:path');
const Koa = require('koa');
const compose = require('koa-compose');
const mount = require('koa-mount');
const { authenticate, allow } = require('./lib/auth');

const app = module.exports = new Koa();
app.context.version = 7;

// Errors of what comes later are answered here; nobody is refused by it.
app.use((ctx, next) => next().catch((error) => {
  if (error.status !== 401) throw error;
  ctx.status = 401;
  ctx.body = { error: 'sign in first' };
}));

// An envelope.
app.use(async (ctx, next) => {
  await next();
  if (ctx.body && ctx.status < 300) ctx.body = { ...ctx.body, version: ctx.version };
});

const folder = path.join(__dirname, 'routes');
fs.readdirSync(folder).filter((file) => file.endsWith('.js')).forEach((file) => {
  const { router, open } = require(path.join(folder, file));
  app.use(open ? router.routes() : mount('/private', compose([authenticate, router.routes()])));
});

// What composition guards, it guards for itself.
const tools = require('./lib/tools');
app.use(mount('/tools', compose([authenticate, allow('admin'), tools.routes()])));

if (require.main === module) app.listen(process.env.PORT || 3000);
