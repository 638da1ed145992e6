export default defineEventHandler(async (event) => {
  const { email } = getQuery<{ email?: string }>(event);
  const user = await prisma.user.findUnique({ where: { email: email ?? '' } });
  return { exists: user !== null };
});
