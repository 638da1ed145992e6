import { NextResponse, type NextRequest } from 'next/server';
import { claimsOf, type Claims } from './token';

type Context<P> = { params: Promise<P> };
type Handler<P> = (request: NextRequest, context: Context<P> & { claims: Claims }) => Promise<Response> | Response;

export function withAuth<P>(handler: Handler<P>) {
  return async (request: NextRequest, context: Context<P>): Promise<Response> => {
    const claims = claimsOf(request);
    if (!claims) return NextResponse.json({ error: 'sign in first' }, { status: 401 });
    return handler(request, { ...context, claims });
  };
}
