export default eventHandler(async (event) => {
  const item = await prisma.item.create({ data: await readBody(event) });
  setResponseStatus(event, 201);
  return { id: item.id, name: item.name };
});
