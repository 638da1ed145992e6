import { createError, defineEventHandler, type EventHandler } from 'h3';
import { claimsOf } from './token';

export const requireUser = defineEventHandler((event) => {
  const claims = claimsOf(event);
  if (!claims) throw createError({ statusCode: 401, statusMessage: 'sign in first' });
  event.context.claims = claims;
});

export const requireRole = (role: string) =>
  defineEventHandler((event) => {
    if (event.context.claims.role !== role) throw createError({ statusCode: 403, message: 'not for you' });
  });

export const withUser = (handler: EventHandler) => defineEventHandler({ onRequest: requireUser, handler });
