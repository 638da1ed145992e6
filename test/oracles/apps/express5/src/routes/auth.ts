import { Router } from 'express';
import { z } from 'zod';
import { hashPassword } from '../auth/password';
import { issueToken } from '../auth/token';
import type { Deps } from '../deps';
import { validate } from '../middleware/validate';

const credentials = z.object({ email: z.email(), password: z.string().min(1) });

export function createAuthRouter({ prisma }: Deps): Router {
  const router = Router();

  router.post('/login', validate(credentials), async (req, res) => {
    const { email, password } = req.body;
    const user = await prisma.user.findUnique({ where: { email } });
    if (!user || user.passwordHash !== hashPassword(password)) {
      res.status(401).json({ error: 'e-mail or password is wrong' });
      return;
    }
    res.json({ token: issueToken({ sub: user.id, role: user.role }) });
  });

  return router;
}
