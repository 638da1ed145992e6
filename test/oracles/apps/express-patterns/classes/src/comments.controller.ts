import { Router, type Request, type Response } from 'express';
import { signedIn } from './guards';

export class CommentsController {
  readonly router: Router;

  constructor(protected readonly path: string) {
    this.router = Router();
    // A guard for all that comes below it, on this router.
    this.router.get(`${path}/recent`, CommentsController.recent);
    this.router.use(path, signedIn);
    this.router.route(path).get(this.list).post(this.add);
  }

  static recent(_req: Request, res: Response) {
    res.json({ recent: 1 });
  }

  list = (_req: Request, res: Response) => res.json({ list: 1 });
  add = (_req: Request, res: Response) => res.status(201).json({ added: 1 });
}
