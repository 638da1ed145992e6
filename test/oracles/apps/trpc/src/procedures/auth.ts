import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { hashPassword } from '@/lib/password';
import { issueToken } from '@/lib/token';
import { procedure, router } from '@/trpc';

export const auth = router({
  login: procedure.input(z.object({ email: z.email(), password: z.string().min(1) })).mutation(async ({ ctx, input }) => {
    const user = await ctx.prisma.user.findUnique({ where: { email: input.email } });
    if (!user || user.passwordHash !== hashPassword(input.password)) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'e-mail or password is wrong' });
    return { token: issueToken({ sub: user.id, role: user.role }) };
  }),
});
