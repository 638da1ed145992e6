export * from './v1';
export { default as tags } from './tags';
export { status } from './status';
export { counters } from './counters';
export const echo = async (fastify) => {
  fastify.get('/echo', async () => ({ echo: fastify.prefix }));
};
