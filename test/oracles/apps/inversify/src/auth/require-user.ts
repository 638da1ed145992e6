import type { NextFunction, Request, Response } from 'express';
import { injectable } from 'inversify';
import { BaseMiddleware } from 'inversify-express-utils';
import { verifyToken } from './token';

@injectable()
export class RequireUser extends BaseMiddleware {
  handler(req: Request, res: Response, next: NextFunction): void {
    const header = req.headers.authorization;
    const claims = header?.startsWith('Bearer ') ? verifyToken(header.slice('Bearer '.length)) : null;
    if (claims === null) {
      res.status(401).json({ error: 'sign in first' });
      return;
    }
    req.user = claims;
    next();
  }
}
