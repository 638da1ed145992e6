import type { Middleware } from 'koa';
import type { ZodType } from 'zod';

export const validate = (schema: ZodType): Middleware => async (ctx, next) => {
  const parsed = schema.safeParse(ctx.request.body);
  if (!parsed.success) ctx.throw(400, 'the body is not valid');
  ctx.request.body = parsed.data;
  await next();
};
