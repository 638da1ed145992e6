import { Hono } from 'hono';

export const plain = new Hono();
plain.get('/entries', (c) => c.json({ entries: 1 }));
