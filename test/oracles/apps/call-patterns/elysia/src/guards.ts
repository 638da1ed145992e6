import type { Context } from 'elysia';
import { status } from 'elysia';
import jwt from 'jsonwebtoken';

export const signedIn = ({ headers }: Context) => {
  const token = headers.authorization?.replace(/^Bearer /, '');
  if (!token) return status(401, 'sign in first');
  try {
    jwt.verify(token, process.env.JWT_SECRET!, { algorithms: ['HS256'] });
  } catch {
    return status('Unauthorized', 'the token is not valid');
  }
};

export const withUser = ({ headers }: Context) => {
  const token = headers.authorization?.replace(/^Bearer /, '');
  if (!token) throw status(401, 'sign in first');
  return { user: jwt.verify(token, process.env.JWT_SECRET!, { algorithms: ['HS256'] }) as { role: string } };
};
