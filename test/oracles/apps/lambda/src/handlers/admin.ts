import middy from '@middy/core';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { reply, signedIn } from '../http';
import { prisma } from '../lib/db';

const forAdmins = (handler: (event: APIGatewayProxyEvent) => Promise<unknown>) => middy(handler).use([signedIn('admin')]);

export const users = forAdmins(async () => {
  const all = await prisma.user.findMany();
  return reply(200, all.map(({ id, email, role }) => ({ id, email, role })));
});

export const remove = forAdmins(async (event) => {
  await prisma.user.delete({ where: { id: Number(event.pathParameters?.id) } });
  return { statusCode: 204, body: '' };
});
