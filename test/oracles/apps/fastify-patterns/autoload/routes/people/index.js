'use strict';

module.exports = async function (fastify) {
  fastify.get('/', async () => ({ people: 1 }));
  fastify.post('/', { onRequest: [fastify.authenticate] }, async () => ({ added: 1 }));
};
