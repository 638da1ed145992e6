import type { RequestHandler } from 'express';

export const handlers: Record<string, RequestHandler> = {
  first: (_req, res) => { res.json({ first: 1 }); },
  second(_req, res) { res.json({ second: 1 }); },
};
