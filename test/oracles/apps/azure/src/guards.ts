import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { type Claims, verifyToken } from './lib/token';

type Guarded = (request: HttpRequest, context: InvocationContext, claims: Claims) => Promise<HttpResponseInit> | HttpResponseInit;

/** Answers only those who are signed in, and have the role. */
export const guarded = (handler: Guarded, role?: string): HttpHandler => async (request, context) => {
  const header = request.headers.get('authorization');
  if (!header?.startsWith('Bearer ')) return { status: 401, jsonBody: { error: 'sign in first' } };
  const claims = verifyToken(header.slice('Bearer '.length));
  if (!claims) return { status: 401, jsonBody: { error: 'the token is not valid' } };
  if (role !== undefined && claims.role !== role) return { status: 403 };
  return handler(request, context, claims);
};
