import type { NextFunction, Request, Response } from '@tinyhttp/app';
import type { ZodType } from 'zod';
import { verifyToken } from './lib/token';

export function requireUser(req: Request, res: Response, next: NextFunction) {
  const header = req.headers.authorization;
  if (!header?.startsWith('Bearer ')) return res.status(401).json({ error: 'sign in first' });
  const claims = verifyToken(header.slice('Bearer '.length));
  if (!claims) return res.status(401).json({ error: 'the token is not valid' });
  req.user = claims;
  next();
}

export const requireRole = (role: string) => (req: Request, res: Response, next: NextFunction) => (req.user.role === role ? next() : res.sendStatus(403));

export const validate = (schema: ZodType) => (req: Request, res: Response, next: NextFunction) => {
  const parsed = schema.safeParse(req.body);
  if (!parsed.success) return res.status(400).json({ error: 'the body is not valid' });
  req.body = parsed.data;
  next();
};
