import type { PrismaClient } from '@prisma/client';
import type { Response } from 'express';
import { inject } from 'inversify';
import { controller, httpDelete, httpGet, requestParam, response } from 'inversify-express-utils';
import { requireRole } from '../auth/require-role';
import { TYPES } from '../types';

@controller('/admin', TYPES.RequireUser, requireRole('admin'))
export class AdminController {
  constructor(@inject(TYPES.Prisma) private readonly prisma: PrismaClient) {}

  @httpGet('/users')
  async list() {
    const users = await this.prisma.user.findMany();
    return users.map(({ id, email, role }) => ({ id, email, role }));
  }

  @httpDelete('/users/:id')
  async remove(@requestParam('id') id: string, @response() res: Response): Promise<void> {
    await this.prisma.user.delete({ where: { id: Number(id) } });
    res.status(204).end();
  }
}
