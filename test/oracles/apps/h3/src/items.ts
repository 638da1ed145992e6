import { createError, createRouter, defineEventHandler, getRouterParam, readBody, readValidatedBody, setResponseStatus } from 'h3';
import { z } from 'zod';
import { withUser } from './guards';
import { prisma } from './prisma';

const change = z.object({ name: z.string().min(1) });

export const items = createRouter()
  .get('/', withUser(() => prisma.item.findMany({ select: { id: true, name: true } })))
  .post('/', defineEventHandler(async (event) => {
    const { id, name } = await prisma.item.create({ data: await readBody(event) });
    setResponseStatus(event, 201);
    return { id, name };
  }))
  .get('/:id', withUser(async (event) => {
    const item = await prisma.item.findUnique({ where: { id: Number(getRouterParam(event, 'id')) } });
    if (item === null) throw createError({ statusCode: 404 });
    return item;
  }))
  .put('/:id', withUser(async (event) => {
    const body = await readValidatedBody(event, (data) => change.safeParse(data));
    if (!body.success) throw createError({ statusCode: 400, data: body.error });
    return prisma.item.update({ where: { id: Number(event.context.params.id) }, data: body.data, select: { id: true, name: true } });
  }));
