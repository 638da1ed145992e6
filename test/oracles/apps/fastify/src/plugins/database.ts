import type { PrismaClient } from '@prisma/client';
import fp from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyInstance {
    prisma: PrismaClient;
  }
}

export default fp<{ prisma: PrismaClient }>(async (fastify, { prisma }) => {
  fastify.decorate('prisma', prisma);
});
