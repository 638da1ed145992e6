import Koa from 'koa';
import bodyParser from 'koa-bodyparser';
import mount from 'koa-mount';
import { files } from './files';
import { errors } from './middleware/errors';
import { routers } from './routes';

export function createApp(): Koa {
  const app = new Koa();
  app.use(errors);
  app.use(bodyParser());
  for (const router of routers) app.use(router.routes()).use(router.allowedMethods());
  app.use(mount('/files', files));
  return app;
}
