import jwt from 'jsonwebtoken';
import { redirect } from 'react-router';

export function readUser(request: Request): { sub: string; role: string } | null {
  try {
    return jwt.verify(request.headers.get('authorization')?.replace('Bearer ', '') ?? '', process.env.JWT_SECRET ?? '', { algorithms: ['HS256'] }) as { sub: string; role: string };
  } catch {
    return null;
  }
}

export function requireUser(request: Request) {
  const user = readUser(request);
  if (!user) throw redirect('/base/api/health', 303);
  return user;
}
