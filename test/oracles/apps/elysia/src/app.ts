import { Elysia, t } from 'elysia';
import { admin } from './admin';
import { auth } from './auth';
import { items } from './items';
import { prisma } from './lib/db';
import { hashPassword } from './lib/password';
import { issueToken } from './lib/token';

const files = (app: Elysia) => app.group('/files', { signedIn: true }, (group) => group.get('/:name', ({ params: { name } }) => ({ name, size: name.length })));

export const app = new Elysia()
  .onError(({ code, status }) => (code === 'VALIDATION' ? status(400, { error: 'the body is not valid' }) : undefined))
  .get('/health', { status: 'ok' })
  .post('/auth/login', async ({ body, status }) => {
    const { email, password } = body;
    const user = await prisma.user.findUnique({ where: { email } });
    if (!user || user.passwordHash !== hashPassword(password)) return status(401, { error: 'e-mail or password is wrong' });
    return { token: issueToken({ sub: user.id, role: user.role }) };
  }, { body: t.Object({ email: t.String({ format: 'email' }), password: t.String({ minLength: 1 }) }) })
  .get('/lookup', async ({ query }) => ({ exists: (await prisma.user.findUnique({ where: { email: query.email ?? '' } })) !== null }))
  .use(items)
  .use(auth)
  .use(files)
  .use(admin);
