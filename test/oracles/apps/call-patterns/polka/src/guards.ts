import jwt from 'jsonwebtoken';
import type { Middleware } from 'polka';

export const signedIn: Middleware = (req, res, next) => {
  const token = req.headers.authorization?.replace(/^Bearer /, '');
  if (!token) {
    res.statusCode = 401;
    return res.end('sign in first');
  }
  try {
    req.user = jwt.verify(token, process.env.JWT_SECRET!, { algorithms: ['HS256'] });
  } catch {
    return res.writeHead(401).end();
  }
  next();
};

export const administrator: Middleware = (req, res, next) => (req.user.role === 'admin' ? next() : res.writeHead(403).end());
