import type { APIGatewayProxyHandler } from 'aws-lambda';
import { z } from 'zod';
import { reply } from '../http';
import { prisma } from '../lib/db';
import { hashPassword } from '../lib/password';
import { issueToken } from '../lib/token';

const credentials = z.object({ email: z.email(), password: z.string().min(1) });

export const login: APIGatewayProxyHandler = async (event) => {
  const parsed = credentials.safeParse(JSON.parse(event.body ?? '{}'));
  if (!parsed.success) return reply(400, { error: 'the body is not valid' });
  const user = await prisma.user.findUnique({ where: { email: parsed.data.email } });
  if (!user || user.passwordHash !== hashPassword(parsed.data.password)) return reply(401, { error: 'e-mail or password is wrong' });
  return reply(200, { token: issueToken({ sub: user.id, role: user.role }) });
};
