import type { Middleware } from 'koa';

export const errors: Middleware = async (ctx, next) => {
  try {
    await next();
  } catch (error) {
    const { status = 500, message } = error as { status?: number; message: string };
    ctx.status = status;
    ctx.body = { error: message };
  }
};
