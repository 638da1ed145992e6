import { Get, JsonController, QueryParam } from 'routing-controllers';
import { prisma } from '../db';

@JsonController('/lookup')
export class LookupController {
  @Get()
  async lookup(@QueryParam('email') email: string) {
    const user = await prisma.user.findUnique({ where: { email } });
    return { exists: user !== null };
  }
}
