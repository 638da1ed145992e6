import type { NextFunction, Request, Response } from 'express';

/** Refuses a request without a bearer token. */
export function requireUser(req: Request, res: Response, next: NextFunction): void {
  if (req.headers.authorization?.startsWith('Bearer ') !== true) {
    res.status(401).json({ error: 'sign in first' });
    return;
  }
  next();
}
