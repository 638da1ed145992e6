import jwt from 'jsonwebtoken';
import type { Context } from 'openapi-backend';

export const token = (c: Context): unknown => {
  const given = String(c.request.headers.authorization ?? '').replace(/^Bearer /, '');
  if (given === '') return false;
  try {
    return jwt.verify(given, process.env.JWT_SECRET!, { algorithms: ['HS256'] });
  } catch {
    return false;
  }
};
