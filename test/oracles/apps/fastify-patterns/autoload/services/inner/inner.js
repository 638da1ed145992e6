'use strict';

module.exports = async function (fastify) {
  fastify.get('/inner', async () => ({ inner: 1 }));
};
