import { createHash } from 'node:crypto';
import { z } from 'zod';

const credentials = z.object({ email: z.email(), password: z.string().min(1) });

export default defineEventHandler(async (event) => {
  const body = await readValidatedBody(event, credentials.safeParse);
  if (!body.success) throw createError({ status: 400, statusText: 'the body is not valid' });

  const user = await prisma.user.findUnique({ where: { email: body.data.email } });
  if (!user || user.passwordHash !== createHash('sha256').update(body.data.password).digest('hex')) {
    setResponseStatus(event, 401);
    return { error: 'e-mail or password is wrong' };
  }
  return { token: issueToken({ sub: String(user.id), role: user.role }) };
});
