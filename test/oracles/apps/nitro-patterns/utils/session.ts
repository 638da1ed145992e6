import type { H3Event } from 'h3';
import jwt from 'jsonwebtoken';

export default function readUser(event: H3Event): { sub: string; role: string } | undefined {
  const token = event.headers.get('authorization')?.replace('Bearer ', '');
  try {
    return token ? (jwt.verify(token, process.env.JWT_SECRET ?? '', { algorithms: ['HS256'] }) as { sub: string; role: string }) : undefined;
  } catch {
    return undefined;
  }
}
