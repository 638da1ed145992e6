import { createRoute, z } from '@hono/zod-openapi';

const Item = z.object({ id: z.string(), name: z.string() }).openapi('Item');
const ok = { 200: { content: { 'application/json': { schema: Item } }, description: 'The item.' } };

export const listItems = createRoute({ method: 'get', path: '/items', request: { query: z.object({ search: z.string().optional() }) }, responses: ok });
export const getItem = createRoute({ method: 'get', path: '/items/{id}', request: { params: Item.pick({ id: true }) }, responses: ok });
export const createItem = createRoute({
  method: 'post',
  path: '/items',
  deprecated: true,
  request: { body: { required: true, content: { 'application/json': { schema: Item.omit({ id: true }).extend({ name: z.string().default('new') }) } } } },
  responses: { 201: { description: 'Created.' } },
});
