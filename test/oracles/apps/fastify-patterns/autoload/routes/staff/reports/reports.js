'use strict';

module.exports = async function (fastify) {
  fastify.get('/yearly', async () => ({ report: 1 }));
};
