import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { verify } from 'jsonwebtoken';

const OPEN = ['/rest/v2/shop/opening-hours'];

@Injectable()
export class TokenGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request & { user?: unknown }>();
    if (OPEN.includes(request.path)) return true;
    const token = request.headers.authorization?.split(' ')[1];
    if (!token) return false;
    try {
      request.user = verify(token, process.env.JWT_SECRET as string, { algorithms: ['HS256'] });
      return true;
    } catch {
      return false;
    }
  }
}
