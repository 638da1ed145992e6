import { z } from 'zod';
import { adminProcedure, router } from '@/trpc';

const users = router({
  list: adminProcedure.query(async ({ ctx }) => {
    const all = await ctx.prisma.user.findMany();
    return all.map(({ id, email, role }) => ({ id, email, role }));
  }),
  remove: adminProcedure.input(z.number()).mutation(async ({ ctx, input }) => {
    await ctx.prisma.user.delete({ where: { id: input } });
  }),
});

export const admin = router({ users });
