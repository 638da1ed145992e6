import { applyDecorators, CanActivate, ExecutionContext, Injectable, SetMetadata, UseGuards } from '@nestjs/common';
import { Reflector } from '@nestjs/core';

@Injectable()
export class RoleGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const role = this.reflector.get<string>('role', context.getHandler()) ?? this.reflector.get<string>('role', context.getClass());
    return role === undefined || context.switchToHttp().getRequest().user?.role === role;
  }
}

/** One decorator in place of two. */
export function Authorised(role: string) {
  return applyDecorators(SetMetadata('role', role), UseGuards(RoleGuard));
}
