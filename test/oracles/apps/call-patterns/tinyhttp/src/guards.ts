import type { NextFunction, Request, Response } from '@tinyhttp/app';
import jwt from 'jsonwebtoken';

export function signedIn(req: Request, res: Response, next: NextFunction) {
  const token = req.get('authorization')?.replace(/^Bearer /, '');
  if (!token) return res.status(401).json({ error: 'sign in first' });
  try {
    req.user = jwt.verify(token, process.env.JWT_SECRET!, { algorithms: ['HS256'] });
  } catch {
    return res.sendStatus(401);
  }
  next();
}

export function administrator(req: Request, res: Response, next: NextFunction) {
  if (req.user?.role !== 'admin') return res.sendStatus(403);
  next();
}
