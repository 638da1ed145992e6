import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import { jwt } from 'hono/jwt';

export const admin = new OpenAPIHono<{ Variables: { jwtPayload: { role: string } } }>();

admin.use(jwt({ secret: process.env.JWT_SECRET!, alg: 'HS256' }));
admin.use(async (c, next) => {
  if (c.get('jwtPayload').role !== 'admin') throw new HTTPException(403, { message: 'administrators only' });
  await next();
});

const list = createRoute({ method: 'get', path: '/users', responses: { 200: { description: 'Users.' } } });
admin.openapi(list, (c) => c.json([{ email: 'a@example.com' }]));
