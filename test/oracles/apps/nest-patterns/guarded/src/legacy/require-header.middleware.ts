import { Injectable, NestMiddleware, UnauthorizedException } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { NextFunction, Request, Response } from 'express';

@Injectable()
export class RequireHeaderMiddleware implements NestMiddleware {
  constructor(private readonly jwt: JwtService) {}

  use(req: Request, _res: Response, next: NextFunction) {
    try {
      this.jwt.verify(req.headers.authorization?.slice('Bearer '.length) ?? '');
    } catch {
      throw new UnauthorizedException();
    }
    next();
  }
}
