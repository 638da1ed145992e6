import type { KoaOptions } from './koa';

/** The applications that tell the story on Koa. */
export const koaStories: readonly KoaOptions[] = [
  { app: 'koa', create: (load) => (load('src/app.ts')['createApp'] as () => unknown)(), mounted: (load) => ({ '/files': load('src/files.ts')['files'] }) },
];
