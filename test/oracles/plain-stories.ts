import type { PlainOptions } from './plain';
import { story } from './story';

const routes = story.map(({ method, path }) => ({ method, path }));

/** The applications that tell the story without a framework. */
export const plainStories: readonly PlainOptions[] = [
  { app: 'node-http', routes, create: (load) => load('src/server.ts')['server'] },
  { app: 'workers', routes, create: (load) => (load('src/index.ts')['default'] as { fetch: unknown }).fetch },
];
