const { Router } = require('express');
const { prisma } = require('../../lib/prisma');

const users = (module.exports = Router());

users.get('/', async (req, res, next) => {
  try {
    const rows = await prisma.user.findMany({ select: { id: true, email: true, role: true } });
    return res.json(rows);
  } catch (error) {
    return next(error);
  }
});

users.delete('/:id', (req, res, next) => {
  prisma.user
    .delete({ where: { id: Number(req.params.id) } })
    .then(() => res.sendStatus(204))
    .catch(next);
});
