import { lazy } from '@trpc/server';
import { base, createCaller, createTRPCRouter, guarded, merge } from './trpc';
import { posts } from './posts';

const features = ['alpha', 'beta'] as const;
const flags = createTRPCRouter(Object.fromEntries(features.map((name) => [name, guarded.query(() => ({ [name]: true }))])));

const extra = createTRPCRouter({ version: base.query(() => ({ version: 1 })) });
const unused = createTRPCRouter({ secret: base.query(() => ({ secret: 1 })) });

export const appRouter = merge(createTRPCRouter({
  posts,
  flags,
  slow: lazy(() => import('./slow')),
  ...posts._def.procedures.list ? { listed: posts.list } : {},
}), extra);

export const caller = createCaller(unused);
