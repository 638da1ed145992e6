import { NotFound } from '@feathersjs/errors';
import type { Application } from '@feathersjs/express';
import { z } from 'zod';
import { prisma } from '../db';
import { requireUser, validate } from '../hooks';
import { paths } from './paths';

const change = z.object({ name: z.string().min(1) });

export class ItemsService {
  async find() {
    return prisma.item.findMany({ select: { id: true, name: true } });
  }

  async get(id: string) {
    const item = await prisma.item.findUnique({ where: { id: Number(id) } });
    if (item === null) throw new NotFound('there is no such item');
    return item;
  }

  async create(data: any) {
    const { id, name } = await prisma.item.create({ data });
    return { id, name };
  }

  async update(id: string, data: { name: string }) {
    return prisma.item.update({ where: { id: Number(id) }, data: { name: data.name }, select: { id: true, name: true } });
  }
}

export function items(app: Application): void {
  app.use(paths.items, new ItemsService(), { methods: ['find', 'get', 'create', 'update'] });
  app.service(paths.items).hooks({
    before: { find: [requireUser], get: [requireUser], update: [requireUser, validate(change)] },
  });
}
