import Boom from '@hapi/boom';
import type { Plugin } from '@hapi/hapi';
import Joi from 'joi';
import { prisma } from '../lib/db';
import { hashPassword } from '../lib/password';
import { issueToken } from '../lib/token';

export const auth: Plugin<void> = {
  name: 'auth',
  register(server) {
    server.route({
      method: 'POST',
      path: '/login',
      options: { validate: { payload: Joi.object({ email: Joi.string().email().required(), password: Joi.string().required() }) } },
      async handler(request) {
        const { email, password } = request.payload as { email: string; password: string };
        const user = await prisma.user.findUnique({ where: { email } });
        if (!user || user.passwordHash !== hashPassword(password)) return Boom.unauthorized('e-mail or password is wrong');
        return { token: issueToken({ sub: user.id, role: user.role }) };
      },
    });
  },
};
