import { app, HttpResponse } from '@azure/functions';
import { guarded } from '../guards';
import { prisma } from '../lib/db';

app.http('users', {
  methods: ['GET'],
  route: 'admin/users',
  handler: guarded(async () => {
    const users = await prisma.user.findMany();
    return new HttpResponse({ jsonBody: users.map(({ id, email, role }) => ({ id, email, role })) });
  }, 'admin'),
});
app.deleteRequest('removeUser', {
  route: 'admin/users/{id}',
  handler: guarded(async (request) => {
    await prisma.user.delete({ where: { id: Number(request.params.id) } });
    return { status: 204 };
  }, 'admin'),
});
