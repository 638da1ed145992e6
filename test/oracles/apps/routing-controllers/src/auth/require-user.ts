import type { NextFunction, Request, Response } from 'express';
import { type ExpressMiddlewareInterface, UnauthorizedError } from 'routing-controllers';
import { verifyToken } from './token';

export class RequireUser implements ExpressMiddlewareInterface {
  use(request: Request, _response: Response, next: NextFunction): void {
    const header = request.headers.authorization;
    const claims = header?.startsWith('Bearer ') ? verifyToken(header.slice('Bearer '.length)) : null;
    if (claims === null) throw new UnauthorizedError('sign in first');
    request.user = claims;
    next();
  }
}
