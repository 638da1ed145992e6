import { defineMiddleware, sequence } from 'astro:middleware';
import { claimsOf } from '@lib/token';

const authenticate = defineMiddleware((context, next) => {
  context.locals.claims = () => claimsOf(context.request);
  return next();
});

const administrators = defineMiddleware(async (context, next) => {
  if (!context.url.pathname.startsWith('/admin')) return next();
  const claims = context.locals.claims();
  if (!claims) return new Response('sign in first', { status: 401 });
  if (claims.role !== 'admin') return new Response('administrators only', { status: 403 });
  return next();
});

export const onRequest = sequence(authenticate, administrators);
