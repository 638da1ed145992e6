import type { Next, Request, Response } from 'restify';
import errors from 'restify-errors';
import type { ZodType } from 'zod';
import { verifyToken } from './lib/token';

export function requireUser(req: Request, res: Response, next: Next) {
  const header = req.header('Authorization');
  if (!header?.startsWith('Bearer ')) {
    res.send(401, { error: 'sign in first' });
    return next(false);
  }
  const claims = verifyToken(header.slice('Bearer '.length));
  if (!claims) return next(new errors.UnauthorizedError('the token is not valid'));
  req.user = claims;
  next();
}

export const requireRole = (role: string) => async (req: Request) => {
  if (req.user.role !== role) throw new errors.ForbiddenError('not for you');
};

export const validate = (schema: ZodType) => (req: Request, res: Response, next: Next) => {
  const parsed = schema.safeParse(req.body);
  if (!parsed.success) return next(new errors.BadRequestError('the body is not valid'));
  req.body = parsed.data;
  next();
};
