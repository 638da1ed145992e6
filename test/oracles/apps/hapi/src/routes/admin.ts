import type { Server, ServerRoute } from '@hapi/hapi';
import { prisma } from '../lib/db';
import { requireRole } from '../plugins/authentication';

const users: ServerRoute[] = [
  {
    method: 'GET',
    path: '/users',
    handler: async () => {
      const all = await prisma.user.findMany();
      return all.map(({ id, email, role }) => ({ id, email, role }));
    },
  },
  {
    method: 'DELETE',
    path: '/users/{id}',
    handler: async (request, h) => {
      await prisma.user.delete({ where: { id: Number(request.params.id) } });
      return h.response().code(204);
    },
  },
];

const options: ServerRoute['options'] = { auth: 'token', pre: [{ method: requireRole('admin') }] };

export const plugin = {
  name: 'admin',
  register: (server: Server) => server.route(users.map((route) => ({ ...route, options }))),
};
