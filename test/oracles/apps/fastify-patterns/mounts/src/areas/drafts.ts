import type { FastifyInstance } from 'fastify';

// Nobody registers this.
export async function drafts(fastify: FastifyInstance) {
  fastify.get('/drafts', async () => ({ drafts: [] }));
}
