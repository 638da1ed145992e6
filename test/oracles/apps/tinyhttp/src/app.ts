import { App } from '@tinyhttp/app';
import { json } from 'milliparsec';
import { z } from 'zod';
import { requireRole, requireUser, validate } from './guards';
import { items } from './items';
import { prisma } from './lib/db';
import { hashPassword } from './lib/password';
import { issueToken } from './lib/token';

export const app = new App();

app.use(json());
app.get('/health', (_req, res) => void res.json({ status: 'ok' }));

app.route('/auth').post('/login', validate(z.object({ email: z.email(), password: z.string().min(1) })), async (req, res) => {
  const { email, password } = req.body;
  const user = await prisma.user.findUnique({ where: { email } });
  if (!user || user.passwordHash !== hashPassword(password)) return res.status(401).json({ error: 'e-mail or password is wrong' });
  res.json({ token: issueToken({ sub: user.id, role: user.role }) });
});

app.get('/lookup', async (req, res) => {
  const user = await prisma.user.findUnique({ where: { email: String(req.query.email) } });
  res.json({ exists: user !== null });
});
app.use('/items', items);

const admin = new App();
admin.get('/users', async (_req, res) => {
  const users = await prisma.user.findMany();
  res.json(users.map(({ id, email, role }) => ({ id, email, role })));
});
admin.delete('/users/:id', async (req, res) => {
  await prisma.user.delete({ where: { id: Number(req.params.id) } });
  res.status(204).end();
});
app.use('/admin', requireUser, requireRole('admin')).use('/admin', admin);

app.get('/files/:name', requireUser, (req, res) => {
  const { name } = req.params;
  res.json({ name, size: name.length });
});
