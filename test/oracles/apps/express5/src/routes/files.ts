import { Router } from 'express';

export const createFilesRouter = (): Router => {
  const router = Router();
  router.get('/:name', (req, res) => {
    const { name } = req.params;
    res.json({ name, size: name.length });
  });
  return router;
};
