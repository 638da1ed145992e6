import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { requireUser } from '../auth/require-user';
import type { Deps } from '../deps';
import { audit } from '../middleware/audit';
import { validate } from '../middleware/validate';

const change = z.object({ name: z.string().min(1) });

export class ItemsController {
  readonly router = Router();

  constructor(private readonly deps: Deps) {
    this.initialiseRoutes();
  }

  private initialiseRoutes(): void {
    this.router.route('/').get(requireUser, this.list).post(this.create);
    this.router.get('/:id', [requireUser, audit('item')], this.show);
    this.router.put('/:id', requireUser, validate(change), this.update.bind(this));
  }

  private list = async (_req: Request, res: Response): Promise<void> => {
    const items = await this.deps.prisma.item.findMany({ select: { id: true, name: true } });
    res.json(items);
  };

  private show = async (req: Request, res: Response): Promise<void> => {
    const item = await this.deps.prisma.item.findUnique({ where: { id: Number(req.params.id) } });
    if (item === null) {
      res.status(404).json({ error: 'there is no such item' });
      return;
    }
    res.json(item);
  };

  private create = async (req: Request, res: Response): Promise<void> => {
    const { id, name } = await this.deps.prisma.item.create({ data: req.body });
    res.status(201).json({ id, name });
  };

  private async update(req: Request, res: Response): Promise<void> {
    const item = await this.deps.prisma.item.update({
      where: { id: Number(req.params.id) },
      data: { name: req.body.name },
      select: { id: true, name: true },
    });
    res.json(item);
  }
}
