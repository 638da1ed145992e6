import type { EventHandler, H3Event } from 'h3';

export function requireRole(event: H3Event, role: string) {
  const user = session(event);
  if (!user) throw createError({ statusCode: 401 });
  if (user.role !== role) throw createError({ statusCode: 403, statusMessage: 'not for you' });
  return user;
}

export const adminOnly = (handler: EventHandler): EventHandler => defineEventHandler((event) => {
  requireRole(event, 'admin');
  return handler(event);
});
