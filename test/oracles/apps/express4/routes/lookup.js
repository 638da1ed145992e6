module.exports = function lookup(app, prisma) {
  app.get('/lookup', (req, res, next) => {
    prisma.user
      .findUnique({ where: { email: req.query.email } })
      .then((user) => res.json({ exists: !!user }))
      .catch(next);
  });
};
