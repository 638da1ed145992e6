const { prisma } = require('../lib/prisma');

const wrap = (handler) => (req, res, next) => Promise.resolve(handler(req, res, next)).catch(next);

exports.list = wrap(async (req, res) => {
  const items = await prisma.item.findMany({ select: { id: true, name: true } });
  res.json(items);
});

exports.show = wrap(async (req, res) => {
  const item = await prisma.item.findUnique({ where: { id: Number(req.params.id) } });
  if (!item) return res.status(404).json({ error: 'there is no such item' });
  res.send(item);
});

exports.create = wrap(async (req, res) => {
  const item = await prisma.item.create({ data: req.body });
  res.status(201).json({ id: item.id, name: item.name });
});

exports.checkBody = (req, res, next) => {
  if (typeof req.body.name !== 'string') return res.status(400).json({ error: 'name is needed' });
  next();
};

exports.update = wrap(async (req, res) => {
  const item = await prisma.item.update({ where: { id: Number(req.params.id) }, data: { name: req.body.name } });
  const { id, name } = item;
  res.json({ id, name });
});
