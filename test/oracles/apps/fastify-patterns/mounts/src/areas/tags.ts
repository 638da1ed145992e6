export default async (fastify) => {
  fastify.get('/', async () => ({ tags: 1 }));
};
