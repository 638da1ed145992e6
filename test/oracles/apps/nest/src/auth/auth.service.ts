import { createHash } from 'node:crypto';
import { Injectable, UnauthorizedException } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { UsersService } from '../users/users.service';

@Injectable()
export class AuthService {
  constructor(
    private readonly users: UsersService,
    private readonly jwt: JwtService,
  ) {}

  async login(email: string, password: string): Promise<{ token: string }> {
    const user = await this.users.findByEmail(email);
    if (user?.passwordHash !== createHash('sha256').update(password).digest('hex')) {
      throw new UnauthorizedException('e-mail or password is wrong');
    }
    return { token: await this.jwt.signAsync({ sub: String(user.id), role: user.role }) };
  }
}
