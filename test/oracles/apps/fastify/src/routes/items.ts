import type { FastifyPluginAsync } from 'fastify';

interface ById {
  Params: { id: string };
}

const change = { type: 'object', required: ['name'], properties: { name: { type: 'string', minLength: 1 } } } as const;

const items: FastifyPluginAsync = async (fastify) => {
  const { prisma } = fastify;

  fastify.get('/', { onRequest: fastify.authenticate }, async () => prisma.item.findMany({ select: { id: true, name: true } }));

  fastify.route<ById>({
    method: 'GET',
    url: '/:id',
    onRequest: [fastify.authenticate],
    preHandler: async (request, reply) => {
      reply.header('x-audit', request.id);
    },
    handler: async (request, reply) => {
      const item = await prisma.item.findUnique({ where: { id: Number(request.params.id) } });
      if (item === null) {
        reply.code(404);
        return { error: 'there is no such item' };
      }
      return item;
    },
  });

  fastify.post('/', async (request, reply) => {
    const { id, name } = await prisma.item.create({ data: request.body as { name: string; ownerId: number; apiSecret: string } });
    reply.code(201);
    return { id, name };
  });

  fastify.put<ById & { Body: { name: string } }>('/:id', { schema: { body: change }, preValidation: fastify.authenticate }, async (request) => {
    const { name } = request.body;
    return prisma.item.update({ where: { id: Number(request.params.id) }, data: { name }, select: { id: true, name: true } });
  });
};

export default items;
