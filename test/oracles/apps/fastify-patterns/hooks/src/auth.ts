import jwt from '@fastify/jwt';
import fp from 'fastify-plugin';

export default fp(async (fastify) => {
  await fastify.register(jwt, { secret: process.env.JWT_SECRET! });
  fastify.decorate('authenticate', async (request, reply) => {
    try {
      await request.jwtVerify();
    } catch (error) {
      reply.send(error);
    }
  });
});
