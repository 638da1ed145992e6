import Router from '@koa/router';
import type Koa from 'koa';
import type { Middleware, ParameterizedContext } from 'koa';

abstract class Controller {
  readonly router = new Router();
  abstract readonly path: string;

  list(ctx: ParameterizedContext): void {
    ctx.body = { list: this.path };
  }
}

class Books extends Controller {
  readonly path = '/books';

  constructor(guard: Middleware) {
    super();
    this.router.prefix(this.path);
    this.router.get('/', this.list.bind(this)).post('/', guard, (ctx) => { ctx.status = 201; ctx.body = { created: 1 }; });
  }
}

export class Controllers {
  private readonly all: readonly Controller[];

  constructor(guard: Middleware) {
    this.all = [new Books(guard)];
  }

  register(app: Koa): void {
    this.all.forEach(({ router }) => app.use(router.routes()).use(router.allowedMethods()));
  }
}
