import type { Request } from 'express';
import { prisma } from '@/lib/db';
import { verifyToken, type Claims } from '@/lib/token';

export interface Context { prisma: typeof prisma; user: Claims | null }

export async function createContext({ req }: { req: Request }): Promise<Context> {
  const header = req.headers.authorization;
  return { prisma, user: header?.startsWith('Bearer ') ? verifyToken(header.slice('Bearer '.length)) : null };
}
