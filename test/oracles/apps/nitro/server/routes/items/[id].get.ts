export default defineUserHandler(async (event) => {
  const item = await prisma.item.findUnique({ where: { id: Number(getRouterParam(event, 'id')) } });
  if (!item) throw createError({ statusCode: 404 });
  return item;
});
