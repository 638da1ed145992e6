import { NotAuthenticated } from '@feathersjs/errors';
import type { Application } from '@feathersjs/express';
import type { HookContext, Params } from '@feathersjs/feathers';
import { z } from 'zod';
import { hashPassword } from '../auth/password';
import { issueToken } from '../auth/token';
import { prisma } from '../db';
import { validate } from '../hooks';

const credentials = z.object({ email: z.email(), password: z.string().min(1) });

const login = {
  async create({ email, password }: z.infer<typeof credentials>) {
    const user = await prisma.user.findUnique({ where: { email } });
    if (!user || user.passwordHash !== hashPassword(password)) throw new NotAuthenticated('e-mail or password is wrong');
    return { token: issueToken({ sub: user.id, role: user.role }) };
  },
};

export function open(app: Application): void {
  app.use('health', { find: async () => ({ status: 'ok' }) });

  app.use('auth/login', login);
  app.service('auth/login').hooks({
    before: { create: [validate(credentials)] },
    after: { create: [async (context: HookContext) => { context.http = { status: 200 }; }] },
  });

  app.use('lookup', {
    async find({ query }: Params) {
      const user = await prisma.user.findUnique({ where: { email: String(query?.email) } });
      return { exists: user !== null };
    },
  });
}
