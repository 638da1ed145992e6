import Router from '@koa/router';
import Koa from 'koa';
import { requireUser } from './middleware/auth';

const router = new Router();
router.get('/:name', (ctx) => {
  const { name } = ctx.params;
  ctx.body = { name, size: name.length };
});

export const files = new Koa();
files.use(requireUser);
files.use(router.routes());
