import { Hono } from 'hono';

export default new Hono().get('/health', (c) => c.json({ status: 'ok' }));
