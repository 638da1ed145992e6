import jwt from 'jsonwebtoken';

export interface Claims {
  sub: string;
  role: string;
}

export function claimsIn(header: string | null): Claims | null {
  const token = header?.replace(/^Bearer /, '');
  if (!token) return null;
  try {
    return jwt.verify(token, process.env.JWT_SECRET!, { algorithms: ['HS256'] }) as Claims;
  } catch {
    return null;
  }
}
