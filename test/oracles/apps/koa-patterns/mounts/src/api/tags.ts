import Router from '@koa/router';

export const createTags = (name: string) => {
  const router = new Router();
  router.get(`/${name}`, (ctx) => { ctx.body = { [name]: 1 }; });
  return router;
};
