import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../server/src/model/api';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

function endpoints(files: Readonly<Record<string, string>>): readonly Endpoint[] {
  return createWorkspace(memoryTree({ 'package.json': '{ "name": "x" }', ...files }), defaultConfig('2026-01-01')).snapshot().model.endpoints;
}
const told = (files: Readonly<Record<string, string>>): string[] => endpoints(files).map(({ id, state, protocol, auth }) => `${id} ${protocol} ${state} ${auth.status}`).sort();

const trpc = `
import { initTRPC, TRPCError } from '@trpc/server';
export interface Context { user?: { id: string; role: string } }
const t = initTRPC.context<Context>().create();
export const router = t.router;
export const mergeRouters = t.mergeRouters;
export const publicProcedure = t.procedure;
const isAuthed = t.middleware(({ ctx, next }) => {
  if (!ctx.user) throw new TRPCError({ code: 'UNAUTHORIZED' });
  return next({ ctx: { user: ctx.user } });
});
export const protectedProcedure = t.procedure.use(isAuthed);
export const adminProcedure = protectedProcedure.use(({ ctx, next }) => {
  if (ctx.user.role !== 'admin') throw new TRPCError({ code: 'FORBIDDEN' });
  return next();
});
`;
const users = `
import { z } from 'zod';
import { router, publicProcedure, protectedProcedure, adminProcedure } from './trpc';
export const users = router({
  byId: protectedProcedure.input(z.object({ id: z.string(), deep: z.object({ a: z.number() }) })).query(({ input }) => ({ id: input.id, passwordHash: 'x' })),
  list: publicProcedure.output(z.array(z.object({ id: z.string() }))).query(() => [{ id: '1', passwordHash: 'x' }]),
  create: publicProcedure.input(z.object({ name: z.string() })).mutation(({ input }) => ({ ok: input.name })),
  nested: { remove: adminProcedure.input(z.string()).mutation(() => true) },
});
`;
const context = `
import jwt from 'jsonwebtoken';
export function createContext({ req }) {
  const token = req.headers.authorization?.split(' ')[1];
  if (!token) return {};
  try { return { user: jwt.verify(token, process.env.SECRET) }; } catch { return {}; }
}
`;
const appRouter = "import { router } from './trpc';\nimport { users } from './users';\nexport const appRouter = router({ users });\nexport type AppRouter = typeof appRouter;\n";
const base = { 'src/trpc.ts': trpc, 'src/users.ts': users, 'src/context.ts': context, 'src/router.ts': appRouter };
const wanted = (prefix: string): string[] => [
  `GET ${prefix}/users.byId trpc live required`, `GET ${prefix}/users.list trpc live public`,
  `POST ${prefix}/users.create trpc live none`, `POST ${prefix}/users.nested.remove trpc live required`,
].sort();

describe('procedures', () => {
  it('stand behind the middleware of Express', () => {
    expect(told({ ...base, 'src/server.ts': `
      import express from 'express';
      import * as trpcExpress from '@trpc/server/adapters/express';
      import { appRouter } from './router';
      import { createContext } from './context';
      const app = express();
      app.use('/trpc', trpcExpress.createExpressMiddleware({ router: appRouter, createContext }));
      app.listen(3000);` })).toEqual(wanted('/trpc'));
  });

  it('stand behind a route of Next that answers with the Fetch adapter', () => {
    expect(told({ ...base, 'package.json': '{ "name": "x", "dependencies": { "next": "15.0.0" } }', 'src/app/api/trpc/[trpc]/route.ts': `
      import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
      import { appRouter } from '~/router';
      import { createContext } from '../../../../context';
      import { appRouter as router } from '../../../../router';
      const handler = (req: Request) => fetchRequestHandler({ endpoint: '/api/trpc', req, router, createContext: () => createContext({ req }) });
      export { handler as GET, handler as POST };` })).toEqual(wanted('/api/trpc'));
  });

  it('stand behind an API route of Next', () => {
    expect(told({ ...base, 'package.json': '{ "name": "x", "dependencies": { "next": "15.0.0" } }', 'pages/api/trpc/[trpc].ts': `
      import { createNextApiHandler } from '@trpc/server/adapters/next';
      import { appRouter } from '../../../src/router';
      import { createContext } from '../../../src/context';
      export default createNextApiHandler({ router: appRouter, createContext });` })).toEqual(wanted('/api/trpc'));
  });

  it('stand behind the plugin of Fastify', () => {
    expect(told({ ...base, 'src/server.ts': `
      import fastify from 'fastify';
      import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
      import { appRouter } from './router';
      import { createContext } from './context';
      const server = fastify();
      server.register(fastifyTRPCPlugin, { prefix: '/trpc', trpcOptions: { router: appRouter, createContext } });
      server.listen({ port: 3000 });` })).toEqual(wanted('/trpc'));
  });

  it('stand behind a route of Hono', () => {
    expect(told({ ...base, 'src/server.ts': `
      import { Hono } from 'hono';
      import { serve } from '@hono/node-server';
      import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
      import { appRouter } from './router';
      import { createContext } from './context';
      const app = new Hono();
      app.all('/trpc/*', (c) => fetchRequestHandler({ endpoint: '/trpc', req: c.req.raw, router: appRouter, createContext: ({ req }) => createContext({ req: { headers: { authorization: req.headers.get('authorization') } } }) }));
      serve(app);` })).toEqual(wanted('/trpc'));
  });

  it('stand behind a server of their own', () => {
    expect(told({ ...base, 'src/server.ts': `
      import { createHTTPServer } from '@trpc/server/adapters/standalone';
      import { appRouter } from './router';
      import { createContext } from './context';
      createHTTPServer({ router: appRouter, createContext, basePath: '/rpc/' }).listen(3000);` })).toEqual(wanted('/rpc'));
  });

  it('are told when nobody serves them', () => {
    expect(told(base)).toEqual(wanted('').map((one) => one.replace(' live ', ' unmounted ')));
  });
});
