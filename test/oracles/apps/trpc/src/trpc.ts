import { initTRPC, TRPCError } from '@trpc/server';
import type { Context } from '@/context';

const t = initTRPC.context<Context>().create();

export const { router, mergeRouters } = t;

const isSignedIn = t.middleware(({ ctx, next }) => {
  if (!ctx.user) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'sign in first' });
  return next({ ctx: { ...ctx, user: ctx.user } });
});

const hasRole = (...roles: string[]) => isSignedIn.unstable_pipe(({ ctx, next }) => {
  if (!roles.includes(ctx.user.role)) throw new TRPCError({ code: 'FORBIDDEN' });
  return next();
});

export const procedure = t.procedure;
export const protectedProcedure = t.procedure.use(isSignedIn);
export const adminProcedure = t.procedure.use(hasRole('admin'));
