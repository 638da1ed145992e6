import jwt from 'jsonwebtoken';
import type { YogaInitialContext } from 'graphql-yoga';

export interface User { sub: string; role: string }

export function createContext({ request }: YogaInitialContext): { user: User | null } {
  const header = request.headers.get('authorization');
  if (!header) return { user: null };
  try {
    return { user: jwt.verify(header.replace(/^Bearer /, ''), process.env.JWT_SECRET ?? '') as unknown as User };
  } catch {
    return { user: null };
  }
}
