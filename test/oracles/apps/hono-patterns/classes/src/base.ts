import { Hono, type Context, type Env, type MiddlewareHandler, type Next } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { verify } from 'hono/jwt';

/** What every service has: who is asked, and how errors are answered. */
export abstract class Service<E extends Env = Env> extends Hono<E> {
  constructor(readonly name: string) {
    super();
    this.onError((error, c) => (error instanceof HTTPException ? c.json({ error: error.message }, error.status) : c.json({ error: 'failed' }, 500)));
  }

  protected readonly guard: MiddlewareHandler = async (c: Context, next: Next) => {
    c.set('claims', await this.claimsOf(c.req.header('Authorization')));
    await next();
  };

  private async claimsOf(header: string | undefined) {
    const [, token] = header?.match(/^Bearer (.+)$/) ?? [];
    if (token === undefined) throw new HTTPException(401, { message: 'sign in first' });
    try {
      return await verify(token, process.env.JWT_SECRET!, 'HS256');
    } catch (cause) {
      throw new HTTPException(401, { message: 'the token is not valid', cause });
    }
  }
}

export class Reports extends Service<{ Variables: { claims: { role: string } } }> {
  constructor() {
    super('reports');
    this.get('/', (c) => c.json({ name: this.name }));
    this.use(this.guard);
    this.get('/mine', this.mine);
    this.delete('/:id', this.onlyFor('admin'), (c) => c.body(null, 204));
  }

  private mine = (c: Context) => c.json({ mine: c.get('claims').sub });

  private onlyFor(role: string): MiddlewareHandler {
    return async (c, next) => {
      if (c.get('claims').role !== role) throw new HTTPException(403);
      await next();
    };
  }
}
