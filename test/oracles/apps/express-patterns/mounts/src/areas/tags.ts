import { Router as createRouter } from 'express';

const router = createRouter();
router.get('/', (_req, res) => { res.json({ tags: 1 }); });
export { router };
