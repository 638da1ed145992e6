import type { PrismaClient } from '@prisma/client';
import { inject, injectable } from 'inversify';
import { TYPES } from './types';

@injectable()
export class ItemsService {
  constructor(@inject(TYPES.Prisma) private readonly prisma: PrismaClient) {}

  list() {
    return this.prisma.item.findMany({ select: { id: true, name: true } });
  }

  find(id: number) {
    return this.prisma.item.findUnique({ where: { id } });
  }

  create(data: any) {
    return this.prisma.item.create({ data });
  }

  rename(id: number, name: string) {
    return this.prisma.item.update({ where: { id }, data: { name }, select: { id: true, name: true } });
  }
}
