const crypto = require('node:crypto');
const jwt = require('jsonwebtoken');
const { secret } = require('../middleware/authenticate');

const hash = (password) => crypto.createHash('sha256').update(password).digest('hex');

module.exports = (app, prisma) => {
  app.post('/auth/login', async (req, res, next) => {
    try {
      const { email, password } = req.body;
      if (typeof email !== 'string' || typeof password !== 'string') {
        return res.status(400).json({ error: 'email and password are needed' });
      }
      const user = await prisma.user.findUnique({ where: { email } });
      if (!user || user.passwordHash !== hash(password)) {
        return res.status(401).json({ error: 'e-mail or password is wrong' });
      }
      const token = jwt.sign({ sub: String(user.id), role: user.role }, secret, { expiresIn: '1h' });
      return res.json({ token });
    } catch (error) {
      return next(error);
    }
  });
};
