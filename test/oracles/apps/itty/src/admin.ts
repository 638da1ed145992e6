import { IttyRouter, json, status } from 'itty-router';
import { prisma } from './lib/db';

const admin = IttyRouter({ base: '/admin/users' });

admin.get('', async () => {
  const users = await prisma.user.findMany();
  return json(users.map(({ id, email, role }) => ({ id, email, role })));
});
admin.delete('/:id', async ({ params }) => {
  await prisma.user.delete({ where: { id: Number(params.id) } });
  return status(204);
});

export default admin;
