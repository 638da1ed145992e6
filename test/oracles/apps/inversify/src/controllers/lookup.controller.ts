import type { PrismaClient } from '@prisma/client';
import { inject } from 'inversify';
import { controller, httpGet, queryParam } from 'inversify-express-utils';
import { TYPES } from '../types';

@controller('/lookup')
export class LookupController {
  constructor(@inject(TYPES.Prisma) private readonly prisma: PrismaClient) {}

  @httpGet('/')
  async lookup(@queryParam('email') email: string) {
    const user = await this.prisma.user.findUnique({ where: { email } });
    return { exists: user !== null };
  }
}
