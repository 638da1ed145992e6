import { createTRPCRouter, guarded } from './trpc';

export const slow = createTRPCRouter({ report: guarded.query(() => ({ rows: 1 })) });
