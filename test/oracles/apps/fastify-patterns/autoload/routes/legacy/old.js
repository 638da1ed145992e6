'use strict';

module.exports = async function (fastify) {
  fastify.get('/thing', async () => ({ old: 1 }));
};
module.exports.prefixOverride = '/v0';
