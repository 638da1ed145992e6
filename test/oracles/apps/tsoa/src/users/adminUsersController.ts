import { Controller, Delete, Get, Path, Route, Security, SuccessResponse } from 'tsoa';
import { prisma } from '../db';

@Route('admin/users')
@Security('jwt', ['admin'])
export class AdminUsersController extends Controller {
  @Get()
  public async list() {
    const users = await prisma.user.findMany();
    return users.map(({ id, email, role }) => ({ id, email, role }));
  }

  @Delete('{id}')
  @SuccessResponse(204)
  public async remove(@Path() id: number): Promise<void> {
    await prisma.user.delete({ where: { id } });
  }
}
