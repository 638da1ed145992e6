import { authenticate } from '@loopback/authentication';
import { inject } from '@loopback/core';
import { api, del, get, param } from '@loopback/rest';
import type { PrismaClient } from '@prisma/client';

@authenticate('admin')
@api({ basePath: '/admin', paths: {} })
export class AdminUsersController {
  constructor(@inject('database') private readonly prisma: PrismaClient) {}

  @get('/users')
  async list() {
    const users = await this.prisma.user.findMany();
    return users.map(({ id, email, role }) => ({ id, email, role }));
  }

  @del('/users/{id}', { responses: { 204: { description: 'removed' } } })
  async remove(@param.path.number('id') id: number): Promise<void> {
    await this.prisma.user.delete({ where: { id } });
  }
}
