import { App } from '@tinyhttp/app';

const notes = new App();
notes.post('/notes', (_req, res) => void res.status(201).json({ note: 1 }));

export const things = new App();
things.get('/things/:id', (_req, res) => void res.json({ thing: 1 }));
things.use('/things/:id', notes);
