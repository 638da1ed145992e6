'use strict';

module.exports = async function (fastify) {
  fastify.get('/thing', async () => ({ renamed: 1 }));
};
module.exports.autoPrefix = '/better';
