import { verifyToken } from './lib/token';
import type { Context } from './routes';

type Handle = (context: Context) => Response | Promise<Response>;

/** Answers only those who are signed in, and have the role. */
export const guarded = (handle: Handle, role?: string): Handle => (context) => {
  const header = context.request.headers.get('authorization');
  if (!header?.startsWith('Bearer ')) return Response.json({ error: 'sign in first' }, { status: 401 });
  const claims = verifyToken(header.slice('Bearer '.length));
  if (!claims) return Response.json({ error: 'the token is not valid' }, { status: 401 });
  if (role !== undefined && claims.role !== role) return Response.json({ error: 'not for you' }, { status: 403 });
  return handle(context);
};
