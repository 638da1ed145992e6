import type { ExpressOptions } from './express';

type Create = (deps: unknown) => unknown;

/** The applications that tell the story on Express. */
export const expressStories: readonly ExpressOptions[] = [
  { app: 'express4', version: 4, create: (load) => load('app.js') },
  { app: 'express5', version: 5, create: (load) => (load('src/app.ts')['createApp'] as Create)({ prisma: load('src/db.ts')['prisma'] }) },
];
