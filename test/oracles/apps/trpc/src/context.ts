import type { CreateExpressContextOptions } from '@trpc/server/adapters/express';
import { prisma } from '@/lib/db';
import { verifyToken } from '@/lib/token';

export function createContext({ req }: CreateExpressContextOptions) {
  const header = req.headers.authorization;
  const user = header?.startsWith('Bearer ') ? verifyToken(header.slice('Bearer '.length)) : null;
  return { prisma, user };
}

export type Context = ReturnType<typeof createContext>;
