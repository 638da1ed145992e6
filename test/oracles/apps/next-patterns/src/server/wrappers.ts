import { NextResponse } from 'next/server';
import { claimsIn } from './claims';
import { SignInFirst } from './session';

type Handler = (request: Request, context: unknown) => Promise<Response> | Response;
type Wrapper = (handler: Handler) => Handler;

export const withErrors: Wrapper = (handler) => async (request, context) => {
  try {
    return await handler(request, context);
  } catch (error) {
    if (error instanceof SignInFirst) return new Response('sign in first', { status: 401 });
    throw error;
  }
};

export function withRole(role: string, handler: Handler): Handler {
  return function guarded(request, context) {
    const claims = claimsIn(request.headers.get('authorization'));
    if (claims === null) return NextResponse.json({ error: 'sign in first' }, { status: 401 });
    if (claims.role !== role) return NextResponse.json({ error: 'not for you' }, { status: 403 });
    return handler(request, context);
  };
}

export const compose = (...wrappers: Wrapper[]): Wrapper => (handler) => wrappers.reduceRight((inner, wrapper) => wrapper(inner), handler);
