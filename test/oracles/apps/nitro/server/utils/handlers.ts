import type { EventHandler, H3Event } from 'h3';

export const requireClaims = (event: H3Event): Claims => {
  const claims = claimsOf(event);
  if (!claims) throw createError({ statusCode: 401, statusMessage: 'sign in first' });
  return claims;
};

export const defineUserHandler = (handler: EventHandler) =>
  defineEventHandler(async (event) => {
    event.context.claims = requireClaims(event);
    return handler(event);
  });
