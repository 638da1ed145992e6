import type { FastifyInstance, FastifyRequest } from 'fastify';

abstract class Controller {
  protected abstract readonly path: string;
  constructor(protected readonly app: FastifyInstance) {}
}

class Things extends Controller {
  protected readonly path = '/things';
  private readonly names = ['lamp'];

  register(guard: (request: FastifyRequest) => Promise<void>) {
    this.app.get(this.path, this.list.bind(this));
    this.app.get(`${this.path}/:id`, { preHandler: [guard] }, this.show);
  }

  async list() {
    return { names: this.names };
  }

  show = async (request: FastifyRequest) => ({ thing: (request.params as { id: string }).id });
}

export class Server {
  constructor(private readonly app: FastifyInstance, private readonly guard: (request: FastifyRequest) => Promise<void>) {}

  mount(prefix: string) {
    this.app.register(async (instance) => { new Things(instance).register(this.guard); }, { prefix });
  }
}
