import { createApp } from './app';
import { prisma } from './db';

const app = createApp({ prisma });

app.listen(Number(process.env.PORT ?? 3000));
