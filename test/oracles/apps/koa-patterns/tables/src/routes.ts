import type { Middleware } from 'koa';

export enum Prefix { Wrapped = '/wrapped' }
export const verbs = ['GET', 'PUT'] as const;

interface Definition { readonly method: 'get' | 'post'; readonly path: string; readonly open: boolean; readonly handler: Middleware }

export const routes: readonly Definition[] = [
  { method: 'get', path: '/table', open: true, handler: (ctx) => { ctx.body = { table: 1 }; } },
  { method: 'post', path: '/table/:id', open: false, handler: (ctx) => { ctx.body = { posted: 1 }; } },
];
