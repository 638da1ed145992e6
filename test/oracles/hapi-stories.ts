import type { HapiOptions } from './hapi';

/** The applications that tell the story on hapi. */
export const hapiStories: readonly HapiOptions[] = [
  { app: 'hapi', create: (load) => (load('src/app.ts')['createServer'] as () => unknown)() },
];
