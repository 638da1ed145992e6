import { Router } from 'express';
import { db } from '../db';
import { requireUser } from '../require-user';

export const notes = Router();

notes.get('/', requireUser, async (_req, res) => {
  res.json(await db.note.findMany({ select: { id: true, title: true } }));
});

notes.post('/', requireUser, async (req, res) => {
  const note = await db.note.create({ data: req.body });
  res.status(201).json({ id: note.id });
});

notes.delete('/:id', async (req, res) => {
  await db.note.delete({ where: { id: Number(req.params.id) } });
  res.status(204).end();
});

notes.get('/export', requireUser, async (_req, res) => {
  const all = await db.note.findMany({ select: { title: true, text: true } });
  res.json(all);
});
