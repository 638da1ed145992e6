import express, { Application, Router } from 'express';
import type { Controller } from './controller';

interface Options {
  controllers: Controller[];
  middlewares: express.RequestHandler[];
}

export class App {
  public readonly app: Application;

  constructor({ controllers, middlewares }: Options) {
    this.app = express();
    middlewares.forEach((middleware) => this.app.use(middleware));
    this.initRoutes(controllers);
  }

  private initRoutes(controllers: Controller[]) {
    for (const controller of controllers) {
      this.app.use('/api', controller.router);
    }
  }

  public status(): this {
    const router = Router();
    router.get('/', (_req, res) => res.json({ up: 1 }));
    this.app.use('/status', router);
    return this;
  }
}
