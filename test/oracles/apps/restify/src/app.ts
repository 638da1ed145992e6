import restify from 'restify';
import errors from 'restify-errors';
import { z } from 'zod';
import { requireRole, requireUser, validate } from './guards';
import { addItems } from './items';
import { prisma } from './lib/db';
import { hashPassword } from './lib/password';
import { issueToken } from './lib/token';

export const server = restify.createServer({ name: 'items' });

server.use(restify.plugins.queryParser(), restify.plugins.bodyParser({ mapParams: false }));
server.get('/health', (_req, res, next) => {
  res.send({ status: 'ok' });
  next();
});

server.post('/auth/login', validate(z.object({ email: z.email(), password: z.string().min(1) })), async (req, res) => {
  const { email, password } = req.body;
  const user = await prisma.user.findUnique({ where: { email } });
  if (!user || user.passwordHash !== hashPassword(password)) throw new errors.UnauthorizedError('e-mail or password is wrong');
  res.send({ token: issueToken({ sub: user.id, role: user.role }) });
});

addItems(server, '/items');

server.get('/lookup', async (req, res) => {
  const user = await prisma.user.findUnique({ where: { email: req.query.email } });
  res.send({ exists: user !== null });
});
server.get('/files/:name', requireUser, (req, res, next) => {
  const { name } = req.params;
  res.send(200, { name, size: name.length });
  return next();
});
server.get('/admin/users', requireUser, requireRole('admin'), async (_req, res) => {
  const users = await prisma.user.findMany();
  res.send(users.map(({ id, email, role }) => ({ id, email, role })));
});
server.del('/admin/users/:id', [requireUser, requireRole('admin')], async (req, res) => {
  await prisma.user.delete({ where: { id: Number(req.params.id) } });
  res.send(204);
});
