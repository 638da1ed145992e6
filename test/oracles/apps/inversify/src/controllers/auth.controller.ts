import type { PrismaClient } from '@prisma/client';
import { inject } from 'inversify';
import { BaseHttpController, controller, httpPost, requestBody } from 'inversify-express-utils';
import { z } from 'zod';
import { hashPassword } from '../auth/password';
import { issueToken } from '../auth/token';
import { validate } from '../middleware/validate';
import { TYPES } from '../types';

const credentials = z.object({ email: z.email(), password: z.string().min(1) });

@controller('/auth')
export class AuthController extends BaseHttpController {
  @inject(TYPES.Prisma) private readonly prisma!: PrismaClient;

  @httpPost('/login', validate(credentials))
  async login(@requestBody() { email, password }: z.infer<typeof credentials>) {
    const user = await this.prisma.user.findUnique({ where: { email } });
    if (!user || user.passwordHash !== hashPassword(password)) return this.json({ error: 'e-mail or password is wrong' }, 401);
    return this.json({ token: issueToken({ sub: user.id, role: user.role }) });
  }
}
