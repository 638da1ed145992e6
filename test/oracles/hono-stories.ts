import type { HonoOptions } from './hono';

/** The applications that tell the story on Hono. */
export const honoStories: readonly HonoOptions[] = [
  { app: 'hono', create: (load) => load('src/app.ts')['app'] },
];
