import jwt from 'jsonwebtoken';

export type User = { sub: string; role: string };

export function readUser(header: string | null): User | undefined {
  const token = header?.replace(/^Bearer /, '');
  if (!token) return undefined;
  try {
    return jwt.verify(token, process.env.JWT_SECRET ?? '', { algorithms: ['HS256'] }) as User;
  } catch {
    return undefined;
  }
}
