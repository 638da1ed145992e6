import Boom from '@hapi/boom';
import type { Lifecycle, Plugin, ServerAuthScheme } from '@hapi/hapi';
import { verifyToken } from '../lib/token';

const scheme: ServerAuthScheme = () => ({
  authenticate(request, h) {
    const header = request.headers.authorization;
    if (!header?.startsWith('Bearer ')) throw Boom.unauthorized('sign in first');
    const claims = verifyToken(header.slice('Bearer '.length));
    if (claims === null) return h.unauthenticated(Boom.unauthorized('the token is not valid'));
    return h.authenticated({ credentials: { user: claims } });
  },
});

export const authentication: Plugin<void> = {
  name: 'authentication',
  register(server) {
    server.auth.scheme('signed-token', scheme);
    server.auth.strategy('token', 'signed-token');
  },
};

export const requireRole = (...roles: string[]): Lifecycle.Method => (request, h) => {
  if (!roles.includes(request.auth.credentials.user.role)) throw Boom.forbidden('not for you');
  return h.continue;
};
