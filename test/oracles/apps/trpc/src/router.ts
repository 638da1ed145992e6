import { z } from 'zod';
import { mergeRouters, procedure, protectedProcedure, router } from '@/trpc';
import { admin } from '@/procedures/admin';
import { auth } from '@/procedures/auth';
import { items } from '@/procedures/items';

const parts = router({ admin, auth, items });

const rest = router({
  health: procedure.query(() => ({ status: 'ok' })),
  file: protectedProcedure.input(z.object({ name: z.string() })).query(({ input: { name } }) => ({ name, size: name.length })),
  lookup: procedure.input(z.object({ email: z.string() })).query(async ({ ctx, input }) => {
    const user = await ctx.prisma.user.findUnique({ where: { email: input.email } });
    return { exists: user !== null };
  }),
});

export const appRouter = mergeRouters(parts, rest);
export type AppRouter = typeof appRouter;
