import type { Middleware } from 'polka';
import { json } from './answers';
import { verifyToken } from './lib/token';

export const signedIn: Middleware = (req, res, next) => {
  const header = req.headers.authorization;
  if (!header?.startsWith('Bearer ')) return json(res, 401, { error: 'sign in first' });
  const claims = verifyToken(header.slice('Bearer '.length));
  if (!claims) return json(res, 401, { error: 'the token is not valid' });
  req.user = claims;
  next();
};

export const withRole = (role: string): Middleware => (req, res, next) => {
  if (req.user.role !== role) {
    res.writeHead(403);
    return res.end();
  }
  next();
};
