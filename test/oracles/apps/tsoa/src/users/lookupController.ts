import { Get, Query, Route } from 'tsoa';
import { prisma } from '../db';

@Route()
export class LookupController {
  @Get('lookup')
  public async lookup(@Query() email: string) {
    const user = await prisma.user.findUnique({ where: { email } });
    return { exists: user !== null };
  }
}
