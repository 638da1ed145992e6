import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { admin, aware, base, createTRPCRouter, guarded, staff } from './trpc';

const post = z.object({ id: z.string(), title: z.string(), author: z.object({ name: z.string() }) });
const stored = { id: '1', title: 'a', draft: true, author: { name: 'x', email: 'x@example.com' } };

const list = base.output(z.array(post.omit({ author: true }))).query(() => [stored]);

export const posts = createTRPCRouter({
  list,
  shown: base.output(post).query(() => stored),
  whole: base.output(post.loose()).query(() => stored),
  open: guarded.meta({ open: true }).query(() => ({ ok: true })),
  closed: guarded.query(({ ctx }) => ({ who: ctx.user?.sub })),
  remove: admin.input(z.object({ id: z.string() })).mutation(({ input }) => ({ removed: input.id })),
  edit: staff.input(z.object({ id: z.string() })).input(z.object({ title: z.string().optional() })).mutation(({ input }) => ({ id: input.id, title: input.title ?? 'none' })),
  greet: aware.query(({ ctx }) => ({ hello: ctx.name })),
  own: base.query(({ ctx }) => {
    if (!ctx.user) throw new TRPCError({ code: 'FORBIDDEN' });
    return { mine: ctx.user.sub };
  }),
  nested: { deep: { ping: base.query(() => 'pong') } },
});
