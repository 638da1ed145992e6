import { Elysia } from 'elysia';
import { verifyToken } from './lib/token';

/** Options of routes that say who may call. */
export const auth = new Elysia({ name: 'auth' }).macro({
  signedIn: {
    resolve({ headers, status }) {
      const header = headers.authorization;
      if (!header?.startsWith('Bearer ')) return status(401, { error: 'sign in first' });
      const user = verifyToken(header.slice('Bearer '.length));
      if (!user) return status(401, { error: 'the token is not valid' });
      return { user };
    },
  },
  role: (role: string) => ({
    signedIn: true,
    beforeHandle({ user, set }) {
      if (user.role !== role) {
        set.status = 'Forbidden';
        return { error: 'not for you' };
      }
    },
  }),
});
