'use strict';

module.exports = function (fastify, opts, done) {
  fastify.get('/up', (request, reply) => { reply.send({ up: 1 }); });
  done();
};
