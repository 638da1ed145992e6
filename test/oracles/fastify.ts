import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { appLoader, type LoadOptions } from './load';
import type { Route } from './live';

interface Instance {
  register: (plugin: unknown, options?: object) => unknown;
  readonly server: Server;
  ready: () => Promise<unknown>;
  listen: (options: { port: number; host: string }) => Promise<string>;
  close: () => Promise<void>;
  addHook: (name: 'onRoute', hook: (route: { method: string | string[]; url: string; handler: unknown }) => void) => unknown;
}
type Factory = (options?: object) => Instance;

/** Makes an application that the table is read from. */
export type FastifyFactory = (options?: object) => { register: (plugin: unknown, options?: object) => unknown };

/** The major version of Fastify that an application runs on. */
export type FastifyVersion = 4 | 5;

/** A running Fastify fixture. */
export interface FastifyApp { readonly origin: string; readonly routes: readonly Route[]; readonly stop: () => Promise<void> }

export interface FastifyOptions extends LoadOptions {
  readonly version: FastifyVersion;
  /** Makes the application from its modules. */
  readonly create: (load: (file: string) => Record<string, unknown>, fastify: FastifyFactory) => unknown;
}

/** A path of find-my-way in contract notation: written for the tests, from its documentation. */
export function contractPath(url: string): string {
  const marked = url.replace(/::/g, '\0').replace(/:([\w:]+)(\((?:\\.|[^()])*\))?(\?)?/g, (_, name: string, _pattern, optional: string | undefined) => `{${name}${optional ?? ''}}`);
  return (marked.replace(/\*/g, '{rest*}').replace(/\0/g, ':').replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1'));
}

/** What Fastify was told of a route, once for each method; the HEAD routes that it makes of every GET are no endpoints of their own. */
function rowsOf(told: readonly { readonly method: string | readonly string[]; readonly url: string }[]): Route[] {
  const rows = new Map<string, Route>();
  const add = (method: string, path: string): void => { rows.set(`${method} ${path}`, { method, path }); };
  for (const { method, url } of told) {
    const methods = typeof method === 'string' ? [method] : method;
    if (methods.length > 6) add('ANY', contractPath(url));
    else for (const one of methods) add(one, contractPath(url));
  }
  for (const { method, path } of [...rows.values()]) if (method === 'HEAD' && (rows.has(`GET ${path}`) || rows.has(`ANY ${path}`))) rows.delete(`${method} ${path}`);
  return [...rows.values()];
}

/** Loads a Fastify fixture with the real Fastify of a version and lets it listen on a loopback port. Its table is what its `onRoute` hook hears. */
export async function startFastify(options: FastifyOptions): Promise<FastifyApp> {
  const name = options.version === 4 ? 'fastify4' : 'fastify';
  const real = await import(name) as { default: Factory; errorCodes: unknown };
  const told: { method: string | string[]; url: string }[] = [];
  const factory: Factory = (given) => {
    const app = real.default({ ...given, logger: false, forceCloseConnections: true });
    // `OPTIONS *` is how @fastify/cors answers preflights.
    app.addHook('onRoute', ({ method, url }) => { if (url !== '*') told.push({ method, url }); });
    return app;
  };
  const fastify = Object.assign(factory, { default: factory, fastify: factory, errorCodes: real.errorCodes, __esModule: true });
  const load = appLoader({ ...options, packages: { '@prisma/client': './stubs/prisma-client.ts', ...options.packages }, modules: { fastify } });
  const app = await (options.create(load, factory) as Promise<Instance>);
  await app.ready();
  await app.listen({ port: 0, host: '127.0.0.1' });
  return { origin: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`, routes: rowsOf(told), stop: () => app.close() };
}
