import { jwt } from 'hono/jwt';

export const guard = () => jwt({ secret: process.env.JWT_SECRET!, alg: 'HS256' });
