import Boom from '@hapi/boom';
import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { prisma } from '../lib/db';

export const items: ServerRoute[] = [
  {
    method: 'GET',
    path: '/items',
    options: { auth: 'token', handler: () => prisma.item.findMany({ select: { id: true, name: true } }) },
  },
  {
    method: 'GET',
    path: '/items/{id}',
    options: { auth: { strategy: 'token', mode: 'required' } },
    handler: async (request, h) => {
      const item = await prisma.item.findUnique({ where: { id: Number(request.params.id) } });
      return item === null ? Boom.notFound('there is no such item') : h.response(item);
    },
  },
  {
    method: 'POST',
    path: '/items',
    handler: async (request, h) => {
      const { id, name } = await prisma.item.create({ data: request.payload as { name: string; ownerId: number; apiSecret: string } });
      return h.response({ id, name }).code(201);
    },
  },
  {
    method: 'PUT',
    path: '/items/{id}',
    options: () => ({ auth: 'token', validate: { payload: Joi.object({ name: Joi.string().min(1).required() }) } }),
    handler: (request) =>
      prisma.item.update({ where: { id: Number(request.params.id) }, data: { name: (request.payload as { name: string }).name }, select: { id: true, name: true } }),
  },
];
