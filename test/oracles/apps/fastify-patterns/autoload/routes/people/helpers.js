'use strict';

module.exports = async function (fastify) {
  fastify.get('/never', async () => ({ never: 1 }));
};
