import type { FastifyPluginAsync } from 'fastify';
import users from './users';

const admin: FastifyPluginAsync = async (fastify) => {
  fastify.addHook('onRequest', fastify.authenticate);
  fastify.addHook('preHandler', fastify.allow('admin'));
  fastify.register(users, { prefix: '/users' });
};

export default admin;
