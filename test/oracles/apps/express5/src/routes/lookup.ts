import { Router } from 'express';
import type { Deps } from '../deps';

export const createLookupRouter = ({ prisma }: Deps): Router =>
  Router().get('/lookup', async (req, res) => {
    const user = await prisma.user.findUnique({ where: { email: String(req.query.email) } });
    res.json({ exists: user !== null });
  });
