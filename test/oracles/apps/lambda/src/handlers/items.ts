import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { z } from 'zod';
import { reply, signedIn } from '../http';
import { prisma } from '../lib/db';

const change = z.object({ name: z.string().min(1) });

export const list = middy(async () => reply(200, await prisma.item.findMany({ select: { id: true, name: true } }))).use(signedIn());

const readItem = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const item = await prisma.item.findUnique({ where: { id: Number(event.pathParameters?.id) } });
  return item === null ? reply(404, { error: 'there is no such item' }) : reply(200, item);
};
export const read = middy(readItem).use(signedIn());

export async function create(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const { id, name } = await prisma.item.create({ data: JSON.parse(event.body ?? '{}') });
  return reply(201, { id, name });
}

export const update = middy()
  .use(signedIn())
  .handler(async (event: APIGatewayProxyEvent) => {
    const parsed = change.safeParse(JSON.parse(event.body ?? '{}'));
    if (!parsed.success) return reply(400, { error: 'the body is not valid' });
    return reply(200, await prisma.item.update({ where: { id: Number(event.pathParameters?.id) }, data: parsed.data, select: { id: true, name: true } }));
  });
