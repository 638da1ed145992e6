import express from 'express';
import { administrator, signedIn } from './guards';

export const things = express();
things.get('/', (_req, res) => { res.json({ things: 1 }); });
things.get('/:id', signedIn, (req, res) => { res.json({ thing: req.params.id }); });

const admin = express.Router();
admin.delete('/:id', administrator, (_req, res) => { res.sendStatus(204); });
things.use('/admin', signedIn, admin);

export const stats = express().get('/today', signedIn, (_req, res) => { res.json({ stats: 1 }); });
