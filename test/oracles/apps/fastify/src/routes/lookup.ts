import type { FastifyInstance } from 'fastify';

export default async function lookup(fastify: FastifyInstance): Promise<void> {
  fastify.get<{ Querystring: { email: string } }>('/lookup', async (request, reply) => {
    const user = await fastify.prisma.user.findUnique({ where: { email: request.query.email } });
    return reply.send({ exists: user !== null });
  });
}
