import type { NextFunction, Request, Response } from 'express';
import jwt from 'jsonwebtoken';

export function signedIn(req: Request, res: Response, next: NextFunction) {
  const token = req.get('authorization')?.replace(/^Bearer /, '');
  if (!token) return res.status(401).json({ error: 'sign in first' });
  try {
    req.user = jwt.verify(token, process.env.JWT_SECRET!, { algorithms: ['HS256'] });
  } catch {
    return res.status(401).json({ error: 'the token is not valid' });
  }
  next();
}

export function administrator(req: Request, res: Response, next: NextFunction) {
  if (req.user?.role !== 'admin') return res.status(403).json({ error: 'administrators only' });
  next();
}
