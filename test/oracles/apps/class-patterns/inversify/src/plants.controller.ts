import type { Request, Response } from 'express';
import { inject } from 'inversify';
import { all, BaseHttpController, controller, httpGet, httpMethod, httpPatch, type interfaces, principal } from 'inversify-express-utils';
import { SignedIn } from './bindings';
import type { Seeds } from './seeds';

@controller('/plants')
export class PlantsController extends BaseHttpController {
  constructor(@inject('Seeds') private readonly seeds: Seeds) {
    super();
  }

  @httpGet('/')
  list(_req: Request, res: Response) {
    res.json(this.seeds.all());
  }

  @httpGet('/mine', SignedIn)
  mine() {
    return { mine: 2 };
  }

  @httpPatch('/:id')
  async water(@principal() user: interfaces.Principal) {
    if (!(await user.isInRole('admin'))) return this.statusCode(403);
    return this.ok({ watered: true });
  }

  @httpMethod('post', '/:id/harvest', SignedIn)
  harvest() {
    return this.created('/baskets/1', { basket: 1 });
  }

  @all('/weather/today')
  weather() {
    return { sunny: true };
  }
}
