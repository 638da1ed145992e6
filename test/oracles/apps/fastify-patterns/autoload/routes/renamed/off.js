'use strict';

module.exports = async function (fastify) {
  fastify.get('/off', async () => ({ off: 1 }));
};
module.exports.autoload = false;
