import { error, type IRequest, StatusError } from 'itty-router';
import type { ZodType } from 'zod';
import { verifyToken } from './lib/token';

export const withUser = (request: IRequest) => {
  const header = request.headers.get('Authorization');
  if (!header?.startsWith('Bearer ')) return error(401, 'sign in first');
  const claims = verifyToken(header.slice('Bearer '.length));
  if (!claims) throw new StatusError(401, 'the token is not valid');
  request.user = claims;
};

export const withRole = (role: string) => (request: IRequest) => {
  if (request.user.role !== role) return error(403);
};

export const valid = (schema: ZodType) => async (request: IRequest) => {
  const parsed = schema.safeParse(request.content);
  if (!parsed.success) return error(400, 'the body is not valid');
  request.content = parsed.data;
};
