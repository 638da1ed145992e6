import jwt from '@fastify/jwt';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';

async function auth(fastify) {
  fastify.register(jwt, { secret: process.env.JWT_SECRET! });
  fastify.decorate('signedIn', async (request: FastifyRequest) => {
    await request.jwtVerify();
  });
  fastify.decorate('administrator', async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.user.role !== 'admin') return reply.code(403).send({ error: 'administrators only' });
  });
}

export default fp(auth, { name: 'auth' });
