import type { RequestHandler } from 'express';

export const requireRole = (...roles: string[]): RequestHandler => (req, res, next) => {
  if (!roles.includes(req.user.role)) {
    res.sendStatus(403);
    return;
  }
  next();
};
