import type { NextFunction, Request, Response } from 'express';
import { verifyToken } from './token';

export function requireUser(req: Request, res: Response, next: NextFunction): void {
  const header = req.headers.authorization;
  if (!header?.startsWith('Bearer ')) {
    res.status(401).json({ error: 'sign in first' });
    return;
  }
  const claims = verifyToken(header.slice('Bearer '.length));
  if (claims === null) {
    res.status(401).json({ error: 'the token is not valid' });
    return;
  }
  req.user = claims;
  next();
}
