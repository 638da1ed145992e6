import middy from '@middy/core';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { reply, signedIn } from '../http';

export const info = middy<APIGatewayProxyEvent>()
  .use(signedIn())
  .handler(async (event) => {
    const name = event.pathParameters?.name ?? '';
    return reply(200, { name, size: name.length });
  });
