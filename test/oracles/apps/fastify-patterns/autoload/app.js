'use strict';

const path = require('node:path');
const AutoLoad = require('@fastify/autoload');

module.exports = async function (fastify, opts) {
  fastify.register(AutoLoad, {
    dir: path.join(__dirname, 'plugins'),
    options: Object.assign({}, opts),
  });
  fastify.register(AutoLoad, {
    dir: path.join(__dirname, 'routes'),
    options: { ...opts, prefix: '/api' },
    routeParams: true,
    autoHooks: true,
    cascadeHooks: true,
    ignorePattern: /^tests/,
  });
  fastify.register(AutoLoad, { dir: path.join(__dirname, 'services'), dirNameRoutePrefix: false, maxDepth: 2 });
};

module.exports.options = {};
