'use strict';

module.exports = async function (fastify) {
  fastify.get('/missing', async () => {
    throw fastify.httpErrors.notFound();
  });
  fastify.get('/signed', async (request) => {
    if (!request.headers.authorization) throw fastify.httpErrors.unauthorized('sign in first');
    return { signed: 1 };
  });
};
