import jwt from 'koa-jwt';

export const guard = jwt({ secret: process.env.JWT_SECRET! });
