export default defineEventHandler((event) => {
  if (!getRequestURL(event).pathname.startsWith('/admin')) return;
  const { role } = requireClaims(event);
  if (role !== 'admin') throw createError({ statusCode: 403, message: 'administrators only' });
});
