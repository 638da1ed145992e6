import jwt from 'jsonwebtoken';

export function userOf(token: string | undefined) {
  if (!token) return null;
  try {
    return jwt.verify(token, process.env.JWT_SECRET ?? '') as { sub: string; role: string };
  } catch {
    return null;
  }
}
