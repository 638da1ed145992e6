import type { Application } from '@feathersjs/express';
import { prisma } from '../db';
import { requireRole, requireUser } from '../hooks';
import { paths } from './paths';

class UsersService {
  async find() {
    const users = await prisma.user.findMany();
    return users.map(({ id, email, role }) => ({ id, email, role }));
  }

  async remove(id: string) {
    await prisma.user.delete({ where: { id: Number(id) } });
    return null;
  }
}

export function admin(app: Application): void {
  const path = `${paths.admin}/users`;
  app.use(path, new UsersService());
  app.service(path).hooks({ before: { all: [requireUser, requireRole('admin')] } });
}
