import type { FastifyPluginAsync, RouteOptions } from 'fastify';

const users: FastifyPluginAsync = async (fastify) => {
  const routes: RouteOptions[] = [
    {
      method: 'GET',
      url: '/',
      schema: {
        response: {
          200: {
            type: 'array',
            items: { type: 'object', properties: { id: { type: 'integer' }, email: { type: 'string' }, role: { type: 'string' } } },
          },
        },
      },
      handler: async () => fastify.prisma.user.findMany(),
    },
    {
      method: 'DELETE',
      url: '/:id',
      handler: async (request, reply) => {
        const { id } = request.params as { id: string };
        await fastify.prisma.user.delete({ where: { id: Number(id) } });
        return reply.code(204).send();
      },
    },
  ];

  for (const route of routes) fastify.route(route);
};

export default users;
