import polka from 'polka';
import { z } from 'zod';
import { json, valid, withBody } from './answers';
import { signedIn, withRole } from './guards';
import { items } from './items';
import { prisma } from './lib/db';
import { hashPassword } from './lib/password';
import { issueToken } from './lib/token';

const credentials = z.object({ email: z.email(), password: z.string().min(1) });

const admin = polka();
admin.use(signedIn, withRole('admin'));
admin.get('/users', async (_req, res) => {
  const users = await prisma.user.findMany();
  json(res, 200, users.map(({ id, email, role }) => ({ id, email, role })));
});
admin.delete('/users/:id', async (req, res) => {
  await prisma.user.delete({ where: { id: Number(req.params.id) } });
  res.writeHead(204);
  res.end();
});

export const app = polka();

app.get('/health', (_req, res) => json(res, 200, { status: 'ok' }));
app.post('/auth/login', withBody, valid(credentials), async (req, res) => {
  const { email, password } = req.body;
  const user = await prisma.user.findUnique({ where: { email } });
  if (!user || user.passwordHash !== hashPassword(password)) return json(res, 401, { error: 'e-mail or password is wrong' });
  json(res, 200, { token: issueToken({ sub: user.id, role: user.role }) });
});
app.get('/lookup', async (req, res) => {
  const user = await prisma.user.findUnique({ where: { email: String(req.query.email) } });
  json(res, 200, { exists: user !== null });
});
app.get('/files/:name', signedIn, (req, res) => {
  const { name } = req.params;
  json(res, 200, { name, size: name.length });
});
app.use('/items', items);
app.use('/admin', admin);
