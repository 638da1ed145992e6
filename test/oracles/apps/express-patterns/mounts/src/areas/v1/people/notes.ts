import { Router } from 'express';

export const notes = Router({ mergeParams: true });

notes.get('/', (_req, res) => { res.json({ notes: 1 }); });
notes.route('/:noteId')
  .get((_req, res) => { res.json({ note: 1 }); })
  .patch((_req, res) => { res.json({ patched: 1 }); })
  .delete((_req, res) => { res.sendStatus(204); });

/** Nobody mounts this one. */
export const drafts = Router();
drafts.get('/drafts', (_req, res) => { res.json({ drafts: 1 }); });
