import type { Request } from 'express';
import { type Claims, verifyToken } from './token';

class Refused extends Error {
  constructor(readonly status: number) {
    super('refused');
  }
}

export function expressAuthentication(request: Request, securityName: string, scopes: string[] = []): Promise<Claims> {
  const header = request.headers.authorization;
  return new Promise((resolve, reject) => {
    if (securityName !== 'jwt' || !header?.startsWith('Bearer ')) {
      reject(new Refused(401));
      return;
    }
    const claims = verifyToken(header.slice('Bearer '.length));
    if (claims === null) reject(new Refused(401));
    else if (scopes.length > 0 && !scopes.includes(claims.role)) reject(new Refused(403));
    else resolve(claims);
  });
}
