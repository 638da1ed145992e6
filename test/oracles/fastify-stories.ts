import type { FastifyOptions } from './fastify';

type Build = (prisma: unknown) => unknown;

/** The applications that tell the story on Fastify. */
export const fastifyStories: readonly FastifyOptions[] = [
  {
    app: 'fastify', version: 5,
    create: (load) => {
      const { PrismaClient } = load('../../stubs/prisma-client.ts') as { PrismaClient: new () => unknown };
      return (load('src/app.ts')['buildApp'] as Build)(new PrismaClient());
    },
  },
];
