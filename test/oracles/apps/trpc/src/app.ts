import { createExpressMiddleware } from '@trpc/server/adapters/express';
import express from 'express';
import { createContext } from '@/context';
import { appRouter } from '@/router';

export const app = express();
app.use('/api/trpc', createExpressMiddleware({ router: appRouter, createContext }));
