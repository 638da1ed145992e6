const { Router } = require('@koa/router');

const router = new Router({ prefix: '/plans' });
const methods = ['get', 'post'];
for (const method of methods) router[method](`/${method}`, (ctx) => { ctx.body = { [method]: 1 }; });
module.exports = { router, open: true };
