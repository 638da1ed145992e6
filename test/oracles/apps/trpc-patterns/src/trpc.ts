import { experimental_standaloneMiddleware, initTRPC, TRPCError } from '@trpc/server';
import jwt from 'jsonwebtoken';

export interface User { sub: string; role: string }
interface Meta { open?: boolean }

export async function createContext({ req }: { req: { headers: Record<string, string | string[] | undefined> } }) {
  const header = String(req.headers.authorization ?? '');
  let user: User | null = null;
  try {
    user = jwt.verify(header.replace(/^Bearer /, ''), process.env.JWT_SECRET ?? '') as unknown as User;
  } catch {
    user = null;
  }
  return { user };
}

const t = initTRPC.context<typeof createContext>().meta<Meta>().create({ defaultMeta: { open: false } });

export const createTRPCRouter = t.router;
export const merge = t.mergeRouters;
export const createCaller = t.createCallerFactory;

/** Runs for every procedure and asks nobody. */
const timed = t.middleware(async ({ path, next }) => {
  const start = Date.now();
  const result = await next();
  if (Date.now() - start > 10_000) console.log(path, result.ok);
  return result;
});

/** Lets in whoever the procedure's meta lets in. */
const byMeta = t.middleware(({ ctx, meta, next }) => {
  if (meta?.open) return next();
  if (ctx.user === null) throw new TRPCError({ code: 'UNAUTHORIZED' });
  return next({ ctx: { user: ctx.user } });
});

const roles = experimental_standaloneMiddleware<{ ctx: { user: User | null } }>().create(({ ctx, next }) => {
  if (ctx.user?.role !== 'admin') throw new TRPCError({ code: ctx.user ? 'FORBIDDEN' : 'UNAUTHORIZED' });
  return next();
});

class SignedOut extends Error { readonly code = 'UNAUTHORIZED'; }

export const base = t.procedure.use(timed);
export const guarded = base.use(byMeta);
export const admin = base.use(roles);
export const staff = base.concat(t.procedure.use(({ ctx, next }) => {
  const { user } = ctx;
  if (user) return next({ ctx: { user } });
  throw new TRPCError({ code: 'UNAUTHORIZED', cause: new SignedOut() });
}));
/** Reads who is there and lets everybody in. */
export const aware = base.use(({ ctx, next }) => next({ ctx: { name: ctx.user ? ctx.user.sub : 'nobody' } }));
