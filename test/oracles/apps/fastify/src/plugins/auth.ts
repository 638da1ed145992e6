import jwt from '@fastify/jwt';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyInstance {
    authenticate: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
    allow: (...roles: string[]) => (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  }
}

export default fp(async (fastify) => {
  await fastify.register(jwt, { secret: process.env.TOKEN_SECRET ?? 'development only' });

  fastify.decorate('authenticate', async (request: FastifyRequest, reply: FastifyReply) => {
    try {
      await request.jwtVerify();
    } catch (error) {
      reply.send(error);
    }
  });

  fastify.decorate('allow', (...roles: string[]) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { role } = request.user as { role: string };
    if (!roles.includes(role)) {
      reply.code(403).send({ error: 'this is for others' });
    }
  });
});
