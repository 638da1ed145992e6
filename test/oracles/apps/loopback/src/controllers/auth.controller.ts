import { HttpErrors, post, requestBody } from '@loopback/rest';
import { hashPassword } from '../auth/password';
import { issueToken } from '../auth/token';
import { prisma } from '../db';

const credentials = {
  content: {
    'application/json': {
      schema: { type: 'object', required: ['email', 'password'], properties: { email: { type: 'string', format: 'email' }, password: { type: 'string', minLength: 1 } } },
    },
  },
} as const;

export class AuthController {
  @post('/auth/login')
  async login(@requestBody(credentials) { email, password }: { email: string; password: string }) {
    const user = await prisma.user.findUnique({ where: { email } });
    if (!user || user.passwordHash !== hashPassword(password)) throw new HttpErrors.Unauthorized('e-mail or password is wrong');
    return { token: issueToken({ sub: user.id, role: user.role }) };
  }
}
