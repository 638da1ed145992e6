import { Hono } from 'hono';

export const router = new Hono().basePath('/version').get('/', (c) => c.json({ version: 1 }));
