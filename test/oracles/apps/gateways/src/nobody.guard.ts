import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';

@Injectable()
export class NobodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToHttp().getRequest().headers.authorization !== undefined;
  }
}
