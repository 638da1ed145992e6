import { createRequire } from 'node:module';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { appLoader, here, type LoadOptions } from './load';
import { close, listen, type Route } from './live';

interface HonoRoute { readonly method: string; readonly path: string; readonly handler: Handler }
type Handler = ((...args: unknown[]) => unknown) & Record<string, unknown>;
interface HonoApp { readonly routes: readonly HonoRoute[]; readonly fetch: (request: Request) => Response | Promise<Response> }

/** Parts of a path between slashes; a pattern in braces may hold slashes. */
const partsOf = (path: string): string[] => path.match(/(?:\{[^}]*\}|[^/])+/g) ?? [];

/** A path as Hono takes it → contract notation. */
export function contractPath(path: string): string {
  const all = partsOf(path);
  return `/${all.map((part, index) => {
    if (part === '*') return index === all.length - 1 ? '{rest*}' : '{param}';
    const [, name, pattern, optional] = /^:([^{?]+)(\{.*\})?(\?)?$/.exec(part) ?? [];
    return name === undefined ? part : `{${name}${pattern === '{.+}' ? '*' : optional ?? ''}}`;
  }).join('/')}`;
}

/** The routing table of a live application: Hono keeps middleware and handlers in one list; a handler is what takes no `next`. */
export function routesOf(app: HonoApp, prefix = ''): Route[] {
  const out = new Map<string, Route>();
  for (const route of app.routes) {
    if (isMiddleware(route)) continue;
    const row = { method: route.method === 'ALL' ? 'ANY' : route.method, path: `${prefix}${contractPath(route.path)}` };
    out.set(`${row.method} ${row.path}`, row);
  }
  return [...out.values()];
}

export interface HonoOptions extends LoadOptions {
  /** Makes the application from its modules. */
  readonly create: (load: (file: string) => Record<string, unknown>) => unknown;
  /** Applications that `mount` put below a path: Hono keeps only that there is something. */
  readonly mounted?: (load: (file: string) => Record<string, unknown>) => Readonly<Record<string, unknown>>;
}

/** A middleware takes `next`, whichever way it was registered; what has an error handler around it says what it was. */
const isMiddleware = ({ handler }: HonoRoute): boolean => (Object.values(handler).find((one) => typeof one === 'function') as Handler | undefined ?? handler).length > 1;

export interface RunningHono { readonly origin: string; readonly routes: readonly Route[]; readonly stop: () => Promise<void> }

/** Loads a Hono fixture with the real Hono and lets it listen on a loopback port with its server for Node. */
export async function startHono(options: HonoOptions): Promise<RunningHono> {
  const load = appLoader({ ...options, packages: { '@prisma/client': './stubs/prisma-client.ts', ...options.packages } });
  const app = options.create(load) as HonoApp;
  const { getRequestListener } = createRequire(join(here, 'hono.ts'))('@hono/node-server') as { getRequestListener: (fetch: unknown) => Parameters<typeof createServer>[1] };
  const server: Server = createServer(getRequestListener(app.fetch));
  const mounted = Object.entries(options.mounted?.(load) ?? {}).flatMap(([path, inner]) => routesOf(inner as HonoApp, path));
  return { origin: await listen(server), routes: [...routesOf(app), ...mounted], stop: () => close(server) };
}
