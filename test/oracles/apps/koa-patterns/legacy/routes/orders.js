const Router = require('@koa/router');

const router = module.exports.router = new Router();
const find = async (id) => (id === '1' ? { order: id } : null);

router.get('/orders/:id', async (ctx) => {
  const order = await find(ctx.params.id);
  if (!order) ctx.throw(404, 'there is no such order');
  else ctx.body = order;
});
