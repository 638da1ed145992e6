import type { Plugin, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';

const table = { films: ['GET', 'DELETE'], actors: ['GET'] } as const;

const search: ServerRoute = {
  method: 'GET',
  path: '/search',
  options: { validate: { query: Joi.object({ q: Joi.string(), page: Joi.number().default(1) }).unknown() } },
  handler: ({ query }) => ({ q: query.q ?? '' }),
};

export const tables: Plugin<void> = {
  name: 'tables',
  register: (server) => {
    for (const [name, methods] of Object.entries(table)) for (const method of methods) server.route({ method, path: `/tables/${name}`, handler: () => ({ name }) });
    server.route([search].concat({ method: 'GET', path: '/concatenated', handler: () => ({ concatenated: true }) }));
  },
};
