import type { Request } from 'express';
import jwt from 'jsonwebtoken';

export async function expressAuthentication(request: Request, securityName: string, scopes?: string[]): Promise<unknown> {
  if (securityName === 'key') {
    if (request.headers['x-api-key'] !== process.env.JWT_SECRET) throw Object.assign(new Error('no key'), { status: 401 });
    return { key: true };
  }
  const token = request.headers.authorization?.split(' ')[1];
  return new Promise((resolve, reject) => {
    if (!token) reject(new Error('No token provided'));
    jwt.verify(token as string, process.env.JWT_SECRET as string, (err: unknown, decoded: any) => {
      if (err) {
        reject(err);
      } else {
        for (const scope of scopes ?? []) {
          if (decoded.role !== scope) reject(Object.assign(new Error('scope'), { status: 403 }));
        }
        resolve(decoded);
      }
    });
  });
}
