export default defineEventHandler(async () => {
  const users = await prisma.user.findMany();
  return users.map(({ id, email, role }) => ({ id, email, role }));
});
