import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { createServer } from 'node:http';
import { createHTTPServer } from '@trpc/server/adapters/standalone';
import { appRouter } from './router';
import { createContext } from './trpc';

export const handler = createHTTPHandler({ router: appRouter, createContext, basePath: '/rpc/' });
export const start = () => createServer(handler);

export const server = createHTTPServer({ router: appRouter, createContext, basePath: '/rpc/' });
if (process.env.PORT) server.listen(Number(process.env.PORT));
