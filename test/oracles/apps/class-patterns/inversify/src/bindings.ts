import { ContainerModule, injectable } from 'inversify';
import { BaseMiddleware } from 'inversify-express-utils';
import type { NextFunction, Request, Response } from 'express';
import { Seeds } from './seeds';

@injectable()
export class SignedIn extends BaseMiddleware {
  async handler(_req: Request, res: Response, next: NextFunction): Promise<void> {
    if (!(await this.httpContext.user.isAuthenticated())) {
      res.sendStatus(401);
      return;
    }
    next();
  }
}

export const bindings = new ContainerModule((bind) => {
  bind('Seeds').to(Seeds);
  bind(SignedIn).toSelf();
});
