import { Router } from 'express';
import { administrator } from '@/guards';
import { notes } from './notes';

export const people = Router();

people.get('/people', (_req, res) => { res.json({ people: 1 }); });
people.use('/people/:personId/notes', notes);
people.use('/staff', administrator, notes);
