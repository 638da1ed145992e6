import { z } from 'zod';

const change = z.object({ name: z.string().min(1) });

export default defineUserHandler(async (event) => {
  const body = change.safeParse(await readBody(event));
  if (!body.success) throw createError({ statusCode: 400, data: body.error.issues });
  return prisma.item.update({ where: { id: Number(event.context.params?.id) }, data: { name: body.data.name }, select: { id: true, name: true } });
});
