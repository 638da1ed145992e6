import type { Request, Response } from 'express';
import { Controller } from './controller';
import { administrator, signedIn } from './guards';

export class PostsController extends Controller {
  protected readonly path = '/posts';

  constructor() {
    super();
    this.initializeRoutes();
  }

  private initializeRoutes() {
    this.router.get(this.path, this.all);
    this.secured('get', '/:id', signedIn, this.one.bind(this));
    this.secured('post', '', signedIn, (req, res) => this.create(req, res));
    this.secured('delete', '/:id', signedIn, administrator, this.remove);
  }

  private all(_req: Request, res: Response) {
    res.json({ all: 1 });
  }

  private one(_req: Request, res: Response) {
    res.json({ one: this.path });
  }

  private create(_req: Request, res: Response) {
    res.status(201).json({ created: 1 });
  }

  private remove = (_req: Request, res: Response) => {
    res.status(204).send();
  };
}
