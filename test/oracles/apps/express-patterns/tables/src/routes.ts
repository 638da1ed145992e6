import type { Request, Response } from 'express';

export const resources = ['books', 'films'] as const;

enum Verb {
  Get = 'GET',
  Post = 'POST',
}

const base = '/table';

export const routes = [
  { method: Verb.Get, path: base, open: true, handler: (_req: Request, res: Response) => { res.json({ table: 1 }); } },
  { method: Verb.Post, path: `${base}/:id`, open: false, handler: (_req: Request, res: Response) => { res.json({ posted: 1 }); } },
];
