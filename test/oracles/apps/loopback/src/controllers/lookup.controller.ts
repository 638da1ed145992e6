import { get, param } from '@loopback/rest';
import { prisma } from '../db';

export class LookupController {
  @get('/lookup')
  async lookup(@param.query.string('email') email: string) {
    const user = await prisma.user.findUnique({ where: { email } });
    return { exists: user !== null };
  }
}
