import jwt from 'jsonwebtoken';

export interface Claims {
  sub: string;
  role: string;
}

export function claimsOf(authorization: string | undefined): Claims | null {
  if (!authorization?.startsWith('Bearer ')) return null;
  try {
    return jwt.verify(authorization.slice(7), process.env.JWT_SECRET as string) as unknown as Claims;
  } catch {
    return null;
  }
}
