import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { WsException } from '@nestjs/websockets';

@Injectable()
export class WsJwtGuard implements CanActivate {
  constructor(private readonly jwt: JwtService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const client = context.switchToWs().getClient();
    const token = client.handshake.auth.token;
    if (!token) throw new WsException('sign in first');
    try {
      client.data.user = await this.jwt.verifyAsync(token);
    } catch {
      throw new WsException('the token is not valid');
    }
    return true;
  }
}
