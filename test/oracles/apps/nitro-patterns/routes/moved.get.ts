export default defineEventHandler((event) => {
  if (!session(event)) throw createError({ statusCode: 401 });
  return sendRedirect(event, '/base/rest', 301);
});
