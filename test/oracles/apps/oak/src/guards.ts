import { type Middleware, Status } from '@oakserver/oak';
import type { ZodType } from 'zod';
import { verifyToken } from './lib/token';

export const signedIn: Middleware = async (ctx, next) => {
  const header = ctx.request.headers.get('Authorization');
  if (!header?.startsWith('Bearer ')) {
    ctx.response.status = Status.Unauthorized;
    ctx.response.body = { error: 'sign in first' };
    return;
  }
  const claims = verifyToken(header.slice('Bearer '.length));
  if (!claims) ctx.throw(401, 'the token is not valid');
  ctx.state.user = claims;
  await next();
};

export const withRole = (role: string): Middleware => async (ctx, next) => {
  if (ctx.state.user.role !== role) ctx.throw(Status.Forbidden);
  await next();
};

export const valid = (schema: ZodType): Middleware => async (ctx, next) => {
  const parsed = schema.safeParse(await ctx.request.body.json());
  if (!parsed.success) {
    ctx.response.status = 400;
    return;
  }
  ctx.state.body = parsed.data;
  await next();
};
