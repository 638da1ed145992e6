import { createMiddleware } from 'hono/factory';

export interface Limits { readonly most: number; readonly left: number }
export interface Limited { Variables: { limits: Limits } }

export const withLimits = ({ most }: { most: number }) =>
  createMiddleware<Limited>(async (c, next) => {
    c.set('limits', { most, left: most - 1 });
    await next();
    c.header('X-Left', String(most - 1));
  });
