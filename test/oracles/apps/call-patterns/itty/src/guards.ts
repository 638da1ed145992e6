import { error, type IRequest } from 'itty-router';
import jwt from 'jsonwebtoken';

export const signedIn = (request: IRequest) => {
  const token = request.headers.get('authorization')?.replace(/^Bearer /, '');
  if (!token) return error(401);
  try {
    request.user = jwt.verify(token, process.env.JWT_SECRET!, { algorithms: ['HS256'] });
  } catch {
    return new Response('the token is not valid', { status: 401 });
  }
};

export const administrator = ({ user }: IRequest) => (user.role === 'admin' ? undefined : error(403));
