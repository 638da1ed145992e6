import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import type { AppEnv } from '@/lib/env';
import { verifyToken } from '@/lib/token';

export const requireUser = createMiddleware<AppEnv>(async (c, next) => {
  const header = c.req.header('Authorization');
  if (!header?.startsWith('Bearer ')) return c.json({ error: 'sign in first' }, 401);
  const claims = verifyToken(header.slice('Bearer '.length));
  if (claims === null) throw new HTTPException(401, { message: 'the token is not valid' });
  c.set('user', claims);
  await next();
});

export const requireRole = (...roles: string[]) =>
  createMiddleware<AppEnv>(async (c, next) => {
    if (!roles.includes(c.get('user').role)) throw new HTTPException(403, { message: 'not for you' });
    await next();
  });
