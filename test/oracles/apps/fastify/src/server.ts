import { PrismaClient } from '@prisma/client';
import { buildApp } from './app';

const start = async (): Promise<void> => {
  const app = await buildApp(new PrismaClient());
  await app.listen({ port: Number(process.env.PORT ?? 3000) });
};

void start();
