import { Body, Post, Res, Route, type TsoaResponse } from 'tsoa';
import { hashPassword } from '../auth/password';
import { issueToken } from '../auth/token';
import { prisma } from '../db';

interface Credentials {
  email: string;
  /**
   * @minLength 1
   */
  password: string;
}

@Route('auth')
export class AuthController {
  @Post('login')
  public async login(@Body() credentials: Credentials, @Res() refused: TsoaResponse<401, { error: string }>) {
    const user = await prisma.user.findUnique({ where: { email: credentials.email } });
    if (!user || user.passwordHash !== hashPassword(credentials.password)) return refused(401, { error: 'e-mail or password is wrong' });
    return { token: issueToken({ sub: user.id, role: user.role }) };
  }
}
