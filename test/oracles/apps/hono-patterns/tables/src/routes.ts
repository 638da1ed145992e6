import type { Handler } from 'hono';

export enum Prefix { Wrapped = '/wrapped' }
export const verbs = ['GET', 'PUT'] as const;

interface Definition { readonly method: 'get' | 'post'; readonly path: string; readonly open: boolean; readonly handler: Handler }

export const routes: readonly Definition[] = [
  { method: 'get', path: '/table', open: true, handler: (c) => c.json({ table: 1 }) },
  { method: 'post', path: '/table/:id', open: false, handler: (c) => c.json({ posted: 1 }) },
];
