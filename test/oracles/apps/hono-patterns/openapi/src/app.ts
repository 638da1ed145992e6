import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { jwt } from 'hono/jwt';
import { createItem, getItem, listItems } from './routes';
import { admin } from './admin';

export const app = new OpenAPIHono({
  defaultHook: (result, c) => {
    if (!result.success) return c.json({ error: 'not valid' }, 422);
  },
});

const guard = jwt({ secret: process.env.JWT_SECRET!, alg: 'HS256' });

app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });

const health = createRoute({ method: 'get', path: '/health', responses: { 200: { description: 'It lives.' } } });
app.openapi(health, (c) => c.json({ status: 'ok' }));

app.use('/items/*', guard);
app.openapi(listItems, (c) => c.json([{ id: 1, name: c.req.valid('query').search ?? 'all' }], 200));
app.openapi(getItem, (c) => c.json({ id: c.req.valid('param').id, name: 'one' }, 200));
app.openapi(createItem, (c) => c.json({ id: '1', name: c.req.valid('json').name }, 201));

app.openapi(
  createRoute({ method: 'get', path: '/secure/{id}', middleware: guard, request: { params: z.object({ id: z.string() }) }, responses: { 200: { description: 'ok' } } }),
  (c) => c.json({ secure: 1 }),
);

app.route('/admin', admin);

const empty = new OpenAPIHono();
empty.doc('/openapi.json', { openapi: '3.0.0', info: { title: 'Items', version: '1' } });
app.route('/docs', empty);
