import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { procedure, protectedProcedure, router } from '@/trpc';

const byId = z.object({ id: z.number().int() });

export const items = router({
  list: protectedProcedure.query(({ ctx }) => ctx.prisma.item.findMany({ select: { id: true, name: true } })),

  byId: protectedProcedure.input(byId).query(async ({ ctx, input }) => {
    const item = await ctx.prisma.item.findUnique({ where: { id: input.id } });
    if (item === null) throw new TRPCError({ code: 'NOT_FOUND' });
    return item;
  }),

  create: procedure.input((value) => value as { name: string }).mutation(async ({ ctx, input }) => {
    const { id, name } = await ctx.prisma.item.create({ data: input });
    return { id, name };
  }),

  update: protectedProcedure.input(byId.extend({ name: z.string().min(1) })).mutation(({ ctx, input: { id, name } }) =>
    ctx.prisma.item.update({ where: { id }, data: { name }, select: { id: true, name: true } })),
});
