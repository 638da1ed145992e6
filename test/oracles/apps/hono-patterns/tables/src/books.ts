import { Hono, type MiddlewareHandler } from 'hono';

abstract class Controller {
  protected readonly router = new Hono();
  protected abstract register(): void;

  build(): Hono {
    this.register();
    return this.router;
  }
}

class Books extends Controller {
  constructor(private readonly deps: { guard: MiddlewareHandler }) {
    super();
  }

  protected register(): void {
    this.router.get('/', this.list.bind(this));
    this.router.post('/', this.deps.guard, (c) => c.json({ created: 1 }, 201));
  }

  private list(c: Parameters<Parameters<Hono['get']>[1]>[0]) {
    return c.json({ list: 1 });
  }
}

export const createBooks = (deps: { guard: MiddlewareHandler }): Hono => new Books(deps).build();
