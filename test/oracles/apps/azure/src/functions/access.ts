import { app } from '@azure/functions';
import { z } from 'zod';
import { guarded } from '../guards';
import { prisma } from '../lib/db';
import { hashPassword } from '../lib/password';
import { issueToken } from '../lib/token';

const credentials = z.object({ email: z.email(), password: z.string().min(1) });

app.get('health', () => ({ body: JSON.stringify({ status: 'ok' }), headers: { 'content-type': 'application/json' } }));

app.post('login', {
  route: 'auth/login',
  handler: async (request) => {
    const parsed = credentials.safeParse(await request.json());
    if (!parsed.success) return { status: 400, jsonBody: { error: 'the body is not valid' } };
    const user = await prisma.user.findUnique({ where: { email: parsed.data.email } });
    if (!user || user.passwordHash !== hashPassword(parsed.data.password)) return { status: 401, jsonBody: { error: 'e-mail or password is wrong' } };
    return { jsonBody: { token: issueToken({ sub: user.id, role: user.role }) } };
  },
});
app.get('lookup', async (request) => {
  const user = await prisma.user.findUnique({ where: { email: request.query.get('email') ?? '' } });
  return { jsonBody: { exists: user !== null } };
});
app.get('files', {
  route: 'files/{name}',
  handler: guarded(({ params: { name } }) => ({ jsonBody: { name, size: name.length } })),
});
