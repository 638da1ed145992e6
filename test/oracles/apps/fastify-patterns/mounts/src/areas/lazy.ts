import type { FastifyInstance } from 'fastify';

export default function lazy(fastify: FastifyInstance, options: { prefix: string }, done: () => void) {
  fastify.route({ method: ['PUT', 'PATCH'], path: '/thing', handler: (_request, reply) => { reply.send({ lazy: options.prefix }); } });
  done();
}
