import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { appLoader, here, type LoadOptions } from './load';
import { close, listen, type Route } from './live';

export interface H3Options extends LoadOptions {
  /** h3 keeps no table that can be read, so these are requested, beside near misses. */
  readonly routes: readonly Route[];
}

export interface RunningH3 { readonly origin: string; readonly routes: readonly Route[]; readonly stop: () => Promise<void> }

/** Loads an h3 fixture (`src/app.ts` exports `app`) with the real h3 and lets it listen on a loopback port. */
export async function startH3(options: H3Options): Promise<RunningH3> {
  const load = appLoader({ ...options, packages: { '@prisma/client': './stubs/prisma-client.ts', ...options.packages } });
  const { app } = load('src/app.ts');
  const { toNodeListener } = createRequire(join(here, 'h3.ts'))('h3') as { toNodeListener: (app: unknown) => Parameters<typeof createServer>[1] };
  const server = createServer(toNodeListener(app));
  return { origin: await listen(server), routes: options.routes, stop: () => close(server) };
}
