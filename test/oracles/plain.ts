import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { appLoader, here, type LoadOptions } from './load';
import { close, listen, type Route } from './live';

export interface PlainOptions extends LoadOptions {
  /** Gives the server of Node, or the `fetch` function of a worker, from the application's modules. */
  readonly create: (load: (file: string) => Record<string, unknown>) => unknown;
  /** There is no table to read: these are asked for, and near misses are. */
  readonly routes: readonly Route[];
  /** Runs before the modules are loaded; what it gives is run when the application has stopped. */
  readonly around?: () => () => void;
}

export interface RunningPlain { readonly origin: string; readonly routes: readonly Route[]; readonly stop: () => Promise<void> }

const isServer = (made: unknown): made is Server => typeof made === 'object' && made !== null && 'listen' in made;

/** Loads a fixture and lets it listen on a loopback port. The `fetch` function of a worker gets real Request objects. */
export async function startPlain(options: PlainOptions): Promise<RunningPlain> {
  const after = options.around?.();
  const load = appLoader({ ...options, packages: { '@prisma/client': './stubs/prisma-client.ts', ...options.packages } });
  const made = options.create(load);
  const { getRequestListener } = createRequire(join(here, 'plain.ts'))('@hono/node-server') as { getRequestListener: (fetch: unknown) => Parameters<typeof createServer>[1] };
  const server = isServer(made) ? made : createServer(getRequestListener(made));
  return { origin: await listen(server), routes: options.routes, stop: async () => { await close(server); after?.(); } };
}
