import { Delete, Get, JsonController, OnUndefined, Param, UseBefore } from 'routing-controllers';
import { RequireUser } from '../auth/require-user';
import { requireRole } from '../auth/require-role';
import { prisma } from '../db';

@JsonController('/admin/users')
@UseBefore(RequireUser, requireRole('admin'))
export class AdminUsersController {
  @Get()
  async list() {
    const users = await prisma.user.findMany();
    return users.map(({ id, email, role }) => ({ id, email, role }));
  }

  @Delete('/:id')
  @OnUndefined(204)
  async remove(@Param('id') id: number): Promise<void> {
    await prisma.user.delete({ where: { id } });
  }
}
