import { Hono } from 'hono';

const notes = new Hono<{ Variables: { jwtPayload: { role: string } } }>();

notes.get('/', (c) => c.json({ of: c.req.param('personId') }));
notes.get('/:noteId', (c) => c.json({ note: c.req.param('noteId') }));
notes.delete('/:noteId', async (c, next) => {
  if (c.get('jwtPayload').role !== 'admin') return c.json({ error: 'administrators only' }, 403);
  return next();
}, (c) => c.body(null, 204));

export { notes };
