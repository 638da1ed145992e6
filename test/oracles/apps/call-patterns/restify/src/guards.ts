import jwt from 'jsonwebtoken';
import type { Next, Request, Response } from 'restify';

export function signedIn(req: Request, res: Response, next: Next) {
  const token = req.headers.authorization?.replace(/^Bearer /, '');
  if (!token) {
    res.send(401);
    return next(false);
  }
  try {
    req.user = jwt.verify(token, process.env.JWT_SECRET!, { algorithms: ['HS256'] });
  } catch {
    res.send(401);
    return next(false);
  }
  return next();
}

export async function administrator(req: Request) {
  if (req.user.role !== 'admin') throw Object.assign(new Error('administrators only'), { statusCode: 403 });
}
