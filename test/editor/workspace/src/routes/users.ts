import { Router } from 'express';
import { db } from '../db';
import { requireUser } from '../require-user';

export const users = Router();

users.get('/:id', requireUser, async (req, res) => {
  const user = await db.user.findUnique({ where: { id: Number(req.params.id) } });
  res.json(user);
});
