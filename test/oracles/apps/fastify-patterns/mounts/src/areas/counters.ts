/** A factory with an argument. */
export const counters = (name: string) => async (fastify) => {
  fastify.get('/count', async () => ({ [name]: 1 }));
};
