import { app } from '@azure/functions';
import { z } from 'zod';
import { guarded } from '../guards';
import { prisma } from '../lib/db';

const change = z.object({ name: z.string().min(1) });

app.http('listItems', {
  route: 'items',
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: guarded(async () => ({ jsonBody: await prisma.item.findMany({ select: { id: true, name: true } }) })),
});
app.http('createItem', {
  route: 'items',
  methods: ['POST'],
  handler: async (request) => {
    const { id, name } = await prisma.item.create({ data: await request.json() });
    return { status: 201, jsonBody: { id, name } };
  },
});
app.get('showItem', {
  route: 'items/{id:int}',
  handler: guarded(async ({ params }) => {
    const item = await prisma.item.findUnique({ where: { id: Number(params.id) } });
    return item ? { jsonBody: item } : { status: 404 };
  }),
});
app.put('updateItem', {
  route: 'items/{id:int}',
  handler: guarded(async (request) => {
    const parsed = change.safeParse(await request.json());
    if (!parsed.success) return { status: 400, jsonBody: { error: 'the body is not valid' } };
    return { jsonBody: await prisma.item.update({ where: { id: Number(request.params.id) }, data: parsed.data, select: { id: true, name: true } }) };
  }),
});
