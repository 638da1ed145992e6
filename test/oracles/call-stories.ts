import { createServer } from 'node:http';
import { azure } from './azure';
import type { PlainOptions } from './plain';
import { withRestify } from './restify';
import { story } from './story';

const routes = story.map(({ method, path }) => ({ method, path }));

/** The server of an application that gives the function which answers requests. */
const serverOf = (app: unknown, key: string): unknown => createServer((app as Readonly<Record<string, Parameters<typeof createServer>[1]>>)[key]);

/** The `fetch` function of a default export, as a worker's runtime takes it. */
const fetchOf = (module: Readonly<Record<string, unknown>>): unknown => (module['default'] as { fetch: unknown }).fetch;

/** The applications that tell the story on frameworks whose routes are calls and that have no dialect-specific start. */
export const callStories: readonly PlainOptions[] = [
  { app: 'azure', routes, ...azure('', ['src/functions/access.ts', 'src/functions/admin.ts', 'src/functions/items.ts']) },
  { app: 'elysia', routes, create: (load) => (load('src/app.ts')['app'] as { fetch: unknown }).fetch },
  { app: 'itty', routes, create: (load) => fetchOf(load('src/index.ts')) },
  // Its build for Node answers requests of the Fetch standard; servers of Deno do not run here.
  { app: 'oak', routes, create: (load) => { const app = load('src/app.ts')['app'] as { handle: (request: Request) => Promise<unknown> }; return (request: Request) => app.handle(request); } },
  { app: 'polka', routes, create: (load) => serverOf(load('src/app.ts')['app'], 'handler') },
  { app: 'tinyhttp', routes, create: (load) => serverOf(load('src/app.ts')['app'], 'attach') },
  { app: 'restify', routes, around: withRestify, create: (load) => (load('src/app.ts')['server'] as { server: unknown }).server },
];
