import { BadRequest, Forbidden, NotAuthenticated } from '@feathersjs/errors';
import type { HookContext } from '@feathersjs/feathers';
import type { ZodType } from 'zod';
import { verifyToken } from './auth/token';

export const requireUser = async (context: HookContext): Promise<void> => {
  const header: string | undefined = context.params.headers.authorization;
  const claims = header?.startsWith('Bearer ') ? verifyToken(header.slice('Bearer '.length)) : null;
  if (claims === null) throw new NotAuthenticated('sign in first');
  context.params.user = claims;
};

export const requireRole = (...roles: string[]) => async (context: HookContext): Promise<void> => {
  if (!roles.includes(context.params.user.role)) throw new Forbidden('not for you');
};

export const validate = (schema: ZodType) => async (context: HookContext): Promise<void> => {
  const parsed = schema.safeParse(context.data);
  if (!parsed.success) throw new BadRequest('the body is not valid');
  context.data = parsed.data;
};
