import { IsEmail, IsNotEmpty, IsString } from 'class-validator';
import { Body, JsonController, Post, UnauthorizedError } from 'routing-controllers';
import { hashPassword } from '../auth/password';
import { issueToken } from '../auth/token';
import { prisma } from '../db';

export class Credentials {
  @IsEmail()
  email!: string;

  @IsString()
  @IsNotEmpty()
  password!: string;
}

@JsonController('/auth')
export class AuthController {
  @Post('/login')
  async login(@Body() { email, password }: Credentials) {
    const user = await prisma.user.findUnique({ where: { email } });
    if (!user || user.passwordHash !== hashPassword(password)) throw new UnauthorizedError('e-mail or password is wrong');
    return { token: issueToken({ sub: user.id, role: user.role }) };
  }
}
