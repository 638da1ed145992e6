import { appLoader, type LoadOptions } from './load';
import type { Route } from './live';

interface HapiRoute { readonly method: string; readonly path: string }
interface HapiServer {
  readonly info: { readonly port: number };
  readonly table: () => readonly HapiRoute[];
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly settings: { port: number; host: string };
}

/** The routing table of a live server; `{name*2}` is a parameter of two segments. */
export function routesOf(server: HapiServer): Route[] {
  return server.table().map(({ method, path }) => ({ method: method === '*' ? 'ANY' : method.toUpperCase(), path: path.replace(/\*\d+\}/g, '*}') }));
}

export interface HapiOptions extends LoadOptions {
  /** Makes the server from its modules. */
  readonly create: (load: (file: string) => Record<string, unknown>) => unknown;
}

export interface RunningHapi { readonly origin: string; readonly routes: readonly Route[]; readonly stop: () => Promise<void> }

/** Loads a fixture with the real hapi and lets it listen on a loopback port. */
export async function startHapi(options: HapiOptions): Promise<RunningHapi> {
  const load = appLoader({ ...options, packages: { '@prisma/client': './stubs/prisma-client.ts', ...options.packages } });
  process.env['PORT'] = '0';
  const server = await options.create(load) as HapiServer;
  await server.start();
  return { origin: `http://localhost:${server.info.port}`, routes: routesOf(server), stop: () => server.stop() };
}
