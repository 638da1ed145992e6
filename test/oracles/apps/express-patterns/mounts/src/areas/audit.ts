import { Router } from 'express';

export const audit = Router();
audit.get('/entries', (_req, res) => { res.json({ entries: 1 }); });

const counters = Router();
counters.get('/count', (_req, res) => { res.json({ count: 1 }); });
export { counters };
