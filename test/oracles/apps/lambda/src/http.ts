import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { MiddlewareObj } from '@middy/core';
import { verifyToken } from './lib/token';

export const reply = (statusCode: number, body?: unknown): APIGatewayProxyResult => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: body === undefined ? '' : JSON.stringify(body),
});

/** Goes on for those who are signed in, and have the role. */
export const signedIn = (role?: string): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> => ({
  before: ({ event }) => {
    const header = event.headers.Authorization ?? event.headers.authorization;
    if (!header?.startsWith('Bearer ')) return reply(401, { error: 'sign in first' });
    const claims = verifyToken(header.slice('Bearer '.length));
    if (claims === null) return reply(401, { error: 'the token is not valid' });
    if (role !== undefined && claims.role !== role) return reply(403, { error: 'not for you' });
  },
});
