import { createServer, type Server } from 'node:http';
import { appLoader, type LoadOptions } from './load';
import { close, listen, type Route } from './live';

interface Layer { readonly path: string | RegExp; readonly methods: readonly string[] }
interface Middleware { readonly router?: { readonly stack: readonly Layer[] }; readonly length: number }
interface KoaApp { readonly middleware: readonly Middleware[]; readonly callback: () => Parameters<typeof createServer>[1] }

/** A path of path-to-regexp 8 → contract notation. */
export function contractPath(path: string | RegExp, regexes: Readonly<Record<string, string>>): string {
  if (path instanceof RegExp) {
    const known = regexes[path.source];
    if (known === undefined) throw new Error(`Say in the fixture's table what ${path.source} is in contract notation.`);
    return known;
  }
  const text = path.replace(/\{\/:(\w+)\}/g, '/{$1?}').replace(/\{?\/\*(\w+)\}?/g, '/{$1*}').replace(/:(\w+)/g, '{$1}');
  return text.length > 1 ? text.replace(/\/$/, '') : text;
}

/** The routing tables of the routers that an application uses, in order. A layer without methods is a middleware; GET brings HEAD. */
export function routesOf(app: KoaApp, regexes: Readonly<Record<string, string>>, prefix = ''): Route[] {
  return app.middleware.flatMap(({ router }) => (router?.stack ?? []).flatMap((layer) => {
    const methods = layer.methods.filter((method) => method !== 'HEAD' || !layer.methods.includes('GET'));
    const path = `${prefix}${contractPath(layer.path, regexes)}`.replace(/(.)\/$/, '$1');
    return methods.length > 12 ? [{ method: 'ANY', path }] : methods.map((method) => ({ method, path }));
  }));
}

export interface KoaOptions extends LoadOptions {
  readonly regexes?: Readonly<Record<string, string>>;
  /** Makes the application from its modules. */
  readonly create: (load: (file: string) => Record<string, unknown>) => unknown;
  /** Applications that koa-mount put below a path: it keeps them in a closure. */
  readonly mounted?: (load: (file: string) => Record<string, unknown>) => Readonly<Record<string, unknown>>;
  /** Routes of koa-route, which keeps them in closures, too. */
  readonly closures?: readonly Route[];
}

export interface RunningKoa { readonly origin: string; readonly routes: readonly Route[]; readonly stop: () => Promise<void> }

/** Loads a Koa fixture with the real Koa and lets it listen on a loopback port. */
export async function startKoa(options: KoaOptions): Promise<RunningKoa> {
  const load = appLoader({ ...options, packages: { '@prisma/client': './stubs/prisma-client.ts', ...options.packages } });
  const app = options.create(load) as KoaApp;
  // Errors of requests are answers here, nothing for the console.
  Object.assign(app, { silent: true });
  const regexes = options.regexes ?? {};
  const mounted = Object.entries(options.mounted?.(load) ?? {}).flatMap(([path, inner]) => routesOf(inner as KoaApp, regexes, path));
  const server: Server = createServer(app.callback());
  const routes = new Map([...routesOf(app, regexes), ...mounted, ...options.closures ?? []].map((route) => [`${route.method} ${route.path}`, route]));
  return { origin: await listen(server), routes: [...routes.values()], stop: () => close(server) };
}
