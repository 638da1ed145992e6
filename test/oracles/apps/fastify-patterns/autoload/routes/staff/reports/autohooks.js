'use strict';

module.exports = async function (fastify) {
  fastify.addHook('preHandler', async (request, reply) => {
    if (request.user.role !== 'admin') return reply.forbidden('administrators only');
  });
};
