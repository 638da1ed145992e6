import fp from 'fastify-plugin';

export const status = fp(async (fastify) => {
  fastify.get('/status', async () => ({ up: true }));
});
