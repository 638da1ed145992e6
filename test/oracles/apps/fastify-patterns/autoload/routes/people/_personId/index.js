'use strict';

module.exports = async function (fastify) {
  fastify.get('/', async (request) => ({ person: request.params.personId }));
};
