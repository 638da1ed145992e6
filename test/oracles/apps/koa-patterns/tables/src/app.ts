import Router from '@koa/router';
import Koa, { type Context, type Middleware } from 'koa';
import bodyParser from 'koa-bodyparser';
import jwt from 'koa-jwt';
import { Controllers } from './controllers';
import pages from './pages.json';
import { Prefix, routes, verbs } from './routes';

const guard = jwt({ secret: process.env.JWT_SECRET! });

class Server {
  readonly app = new Koa();
  private readonly router = new Router();

  constructor(private readonly prefix = process.env.API_PREFIX ?? '/v1') {
    this.app.use(bodyParser());
    this.table();
    this.pages();
    this.wrapped();
    new Controllers(guard).register(this.app);
    this.app.use(this.router.routes());
  }

  private table(): void {
    for (const { method, path, open, handler } of routes) {
      if (open) this.router[method](path, handler);
      else this.router[method](path, guard, handler);
    }
    verbs.forEach((verb) => { this.router.register('/resources/films', [verb], [guard, (ctx: Context) => { ctx.body = { [verb.toLowerCase()]: 1 }; }]); });
    Object.entries({ first: 1, second: 2 }).map(([name, value]) => this.router.get(`/handlers/${name}`, (ctx) => { ctx.body = { [name]: value }; }));
    this.router.get(`${this.prefix}/ping`, (ctx) => { ctx.body = { ping: 1 }; });
  }

  private pages(): void {
    for (const page of pages) this.router.get(page.url, (ctx) => { ctx.body = { title: page.title }; });
  }

  private wrapped(): void {
    const secured = (path: string, ...handlers: Middleware[]) => this.router.get(`${Prefix.Wrapped}${path}`, guard, ...handlers);
    secured('/secure', (ctx) => { ctx.body = { secure: 1 }; });
    const json = <T>(run: (ctx: Context) => T): Middleware => async (ctx) => { ctx.body = await run(ctx); };
    this.router.get(`${Prefix.Wrapped}/open`, json(() => ({ open: 1 })));
  }
}

export const { app } = new Server();
