import { Hono } from 'hono';

// Nobody adds this one.
const drafts = new Hono();
drafts.get('/drafts', (c) => c.json({ drafts: 1 }));

export default drafts;
