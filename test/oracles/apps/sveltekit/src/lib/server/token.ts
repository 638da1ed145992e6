import { env } from '$env/dynamic/private';
import jwt from 'jsonwebtoken';

export interface Claims {
  sub: string;
  role: string;
}

const secret = (): string => env.JWT_SECRET ?? 'development only';

export const issueToken = (claims: Claims): string => jwt.sign(claims, secret(), { expiresIn: '1h' });

export function claimsOf(header: string | null): Claims | null {
  if (!header?.startsWith('Bearer ')) return null;
  try {
    return jwt.verify(header.slice('Bearer '.length), secret(), { algorithms: ['HS256'] }) as Claims;
  } catch {
    return null;
  }
}
