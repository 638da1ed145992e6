import type { Middleware } from 'koa';
import { verifyToken } from '../lib/token';

export const requireUser: Middleware = async (ctx, next) => {
  const header = ctx.get('Authorization');
  if (!header.startsWith('Bearer ')) {
    ctx.status = 401;
    ctx.body = { error: 'sign in first' };
    return;
  }
  const claims = verifyToken(header.slice('Bearer '.length));
  ctx.assert(claims, 401, 'the token is not valid');
  ctx.state.user = claims;
  await next();
};

export const requireRole = (...roles: string[]): Middleware => (ctx, next) => {
  if (!roles.includes(ctx.state.user.role)) ctx.throw(403, 'not for you');
  return next();
};
