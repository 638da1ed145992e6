import jwt from 'jsonwebtoken';
import type { Context, Middleware, Next } from 'koa';

/** Answers itself. */
export async function signedIn(ctx: Context, next: Next) {
  const token = ctx.get('authorization').replace(/^Bearer /, '');
  if (!token) {
    ctx.status = 401;
    ctx.body = { error: 'sign in first' };
    return;
  }
  try {
    ctx.state.user = jwt.verify(token, process.env.JWT_SECRET!, { algorithms: ['HS256'] });
  } catch {
    ctx.throw(401, 'the token is not valid');
  }
  await next();
}

export const administrator: Middleware = (ctx, next) => {
  ctx.assert(ctx.state.user?.role === 'admin', 403, 'administrators only');
  return next();
};

/** Looks at who calls and lets everybody go on. */
export const remember: Middleware = async (ctx, next) => {
  if (ctx.headers.authorization) ctx.state.user = { sub: 'somebody' };
  await next();
};

/** Answers and goes on all the same: who comes later decides. */
export const answersAndGoesOn: Middleware = async (ctx, next) => {
  if (!ctx.headers.authorization) {
    ctx.status = 401;
    ctx.body = { error: 'sign in first' };
  }
  await next();
};

/** A failing check that goes on. */
export const failOpen: Middleware = async (ctx, next) => {
  try {
    ctx.state.user = jwt.verify(ctx.get('authorization').slice('Bearer '.length), process.env.JWT_SECRET!);
  } catch {
    // Goes on anyway.
  }
  return next();
};
