import { PrismaClient } from '@prisma/client';
import { Container } from 'inversify';
import { RequireUser } from './auth/require-user';
import { ItemsService } from './items.service';
import { TYPES } from './types';

export const container = new Container();

container.bind(TYPES.Prisma).toConstantValue(new PrismaClient());
container.bind(TYPES.RequireUser).to(RequireUser);
container.bind(ItemsService).toSelf().inSingletonScope();
