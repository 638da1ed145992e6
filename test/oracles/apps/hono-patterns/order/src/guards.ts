import type { Context, Next } from 'hono';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import { verify } from 'hono/jwt';

export interface Claims { sub: string; role: string }
export interface Env { Variables: { user?: Claims } }

/** Verifies by hand and answers itself. */
export const signedIn = async (c: Context, next: Next) => {
  const token = c.req.header('authorization')?.replace(/^Bearer /, '');
  if (!token) return c.json({ error: 'sign in first' }, 401);
  try {
    c.set('user', await verify(token, process.env.JWT_SECRET!, 'HS256'));
  } catch {
    return c.json({ error: 'the token is not valid' }, 401);
  }
  await next();
};

/** Comes after `signedIn`; gives back what `next` gives. */
export const administrator = createMiddleware<Env>((c, next) => {
  if (c.var.user?.role !== 'admin') throw new HTTPException(403, { message: 'administrators only' });
  return next();
});

/** Looks at who calls and lets everybody go on. */
export const remember = createMiddleware<Env>(async (c, next) => {
  const token = c.req.header('authorization');
  if (token) c.set('user', { sub: token, role: 'user' });
  await next();
});

/** Forgets to return its answer, which is then none. */
export const forgetful = createMiddleware(async (c, next) => {
  if (!c.req.header('authorization')) c.json({ error: 'sign in first' }, 401);
  await next();
});

/** A failing check that goes on. */
export const failOpen = createMiddleware<Env>(async (c, next) => {
  try {
    const token = c.req.header('authorization')?.slice('Bearer '.length) ?? '';
    c.set('user', (await verify(token, process.env.JWT_SECRET!, 'HS256')) as unknown as Claims);
  } catch {
    // Goes on anyway.
  }
  await next();
});

export class NotSignedIn extends Error {}
export class Unauthorized extends HTTPException {
  constructor() {
    super(401, { message: 'sign in first' });
  }
}
