import type { AuthenticationStrategy } from '@loopback/authentication';
import { HttpErrors, type Request } from '@loopback/rest';
import { securityId, type UserProfile } from '@loopback/security';
import { type Claims, verifyToken } from './token';

function claimsOf(request: Request): Claims {
  const header = request.headers.authorization;
  if (!header?.startsWith('Bearer ')) throw new HttpErrors.Unauthorized('sign in first');
  const claims = verifyToken(header.slice('Bearer '.length));
  if (claims === null) throw new HttpErrors.Unauthorized('the token is not valid');
  return claims;
}

export class UserStrategy implements AuthenticationStrategy {
  name = 'user';

  async authenticate(request: Request): Promise<UserProfile> {
    const claims = claimsOf(request);
    return { [securityId]: String(claims.sub), role: claims.role };
  }
}

export class AdminStrategy implements AuthenticationStrategy {
  name = 'admin';

  async authenticate(request: Request): Promise<UserProfile> {
    const claims = claimsOf(request);
    if (claims.role !== 'admin') throw new HttpErrors.Forbidden('administrators only');
    return { [securityId]: String(claims.sub), role: claims.role };
  }
}
