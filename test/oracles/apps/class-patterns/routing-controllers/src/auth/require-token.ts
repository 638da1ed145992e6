import type { NextFunction, Request, Response } from 'express';
import { type ExpressMiddlewareInterface, Middleware } from 'routing-controllers';
import { claimsOf } from './token';

@Middleware({ type: 'before' })
export class RequireToken implements ExpressMiddlewareInterface {
  use(request: Request, response: Response, next: NextFunction): void {
    if (!claimsOf(request.headers.authorization)) {
      response.status(401).json({ error: 'sign in first' });
      return;
    }
    next();
  }
}
