'use strict';

module.exports = async function (fastify) {
  fastify.get('/probe', async () => ({ probe: 1 }));
};
