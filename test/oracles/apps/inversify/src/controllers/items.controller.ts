import type { Response } from 'express';
import { inject } from 'inversify';
import { BaseHttpController, controller, httpGet, httpPost, httpPut, requestBody, requestParam, response } from 'inversify-express-utils';
import { z } from 'zod';
import { ItemsService } from '../items.service';
import { validate } from '../middleware/validate';
import { TYPES } from '../types';

const change = z.object({ name: z.string().min(1) });

@controller('/items')
export class ItemsController extends BaseHttpController {
  constructor(@inject(ItemsService) private readonly items: ItemsService) {
    super();
  }

  @httpGet('/', TYPES.RequireUser)
  async list(@response() res: Response) {
    res.json(await this.items.list());
  }

  @httpGet('/:id', TYPES.RequireUser)
  async show(@requestParam('id') id: string) {
    const item = await this.items.find(Number(id));
    return item === null ? this.notFound() : this.ok(item);
  }

  @httpPost('/')
  async create(@requestBody() body: any) {
    const { id, name } = await this.items.create(body);
    return this.json({ id, name }, 201);
  }

  @httpPut('/:id', TYPES.RequireUser, validate(change))
  update(@requestParam('id') id: string, @requestBody() body: { name: string }) {
    return this.items.rename(Number(id), body.name);
  }
}
