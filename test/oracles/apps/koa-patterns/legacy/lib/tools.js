const Router = require('@koa/router');

const router = new Router();
router.get('/cache', async (ctx) => { ctx.body = { cache: 1 }; });
router.delete('/cache', async (ctx) => { ctx.status = 204; });
module.exports = router;
