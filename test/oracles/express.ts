import { createServer, type Server } from 'node:http';
import { appLoader, type LoadOptions } from './load';
import { close, listen, type Route } from './live';

type Fn = ((...args: unknown[]) => unknown) & { stack?: Layer[]; handle?: unknown; set?: unknown; router?: Fn; _router?: Fn };
type PathArgument = string | RegExp | readonly PathArgument[];
interface Layer {
  handle: Fn;
  route?: { path: PathArgument; methods: Record<string, boolean> };
  mountPath?: PathArgument;
  mountedApp?: Fn;
}
interface RouterMethods { use: (...args: unknown[]) => unknown }
export interface ExpressModule { (): Fn; Router: RouterMethods & { prototype: RouterMethods }; application: RouterMethods }

/** The major version of Express that an application runs on. */
export type ExpressVersion = 4 | 5;

const isApp = (value: unknown): value is Fn => typeof value === 'function' && 'handle' in value && 'set' in value;

/**
 * Makes Express's layers keep the path that they were mounted at. Express compiles it to a matcher and forgets it; the routing table is
 * otherwise the live one.
 */
export function rememberMounts(express: ExpressModule, version: ExpressVersion): void {
  const routers: RouterMethods = version === 4 ? express.Router : express.Router.prototype;
  const apps = express.application;
  const { use } = routers;
  const { use: appUse } = apps;
  if ('remembers' in use) return;
  const mounting: Fn[] = [];
  routers.use = Object.assign(function (this: { stack: Layer[] }, ...args: unknown[]) {
    const before = this.stack.length;
    let first = args[0];
    while (Array.isArray(first) && first.length > 0) first = first[0];
    const result = use.apply(this, args);
    for (const layer of this.stack.slice(before)) {
      layer.mountPath = typeof first === 'function' ? '/' : (args[0] as PathArgument);
      if (layer.handle.name === 'mounted_app') layer.mountedApp = mounting.shift();
    }
    return result;
  }, { remembers: true });
  apps.use = function (this: unknown, ...args: unknown[]) {
    mounting.push(...args.flat(9).filter(isApp));
    return appUse.apply(this, args);
  };
}

/** How regular expressions are written in contract notation: nothing but a person can say. */
export type RegexPaths = Readonly<Record<string, string>>;

/** A path as Express takes it → contract notation. */
export function contractPaths(path: PathArgument, version: ExpressVersion, regexes: RegexPaths): string[] {
  if (Array.isArray(path)) return path.flatMap((one: PathArgument) => contractPaths(one, version, regexes));
  if (path instanceof RegExp) {
    const known = regexes[path.source];
    if (known === undefined) throw new Error(`Say in the fixture's table what ${path.source} is in contract notation.`);
    return [known];
  }
  const text = path as string;
  if (version === 5) return [text.replace(/\{\/:(\w+)\}/g, '/{$1?}').replace(/\{?\/\*(\w+)\}?/g, '/{$1*}').replace(/:(\w+)/g, '{$1}')];
  return [text.replace(/:(\w+)\(\*\)/g, '{$1*}').replace(/:(\w+)\([^)]*\)/g, '{$1}').replace(/:(\w+)\?/g, '{$1?}').replace(/:(\w+)/g, '{$1}').replace(/(?<!\w)\*(?!\})/g, '{rest*}')];
}

const join = (prefix: string, path: string): string => `${prefix}/${path}`.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');

/** `app.all` registers every method that Node knows, `router.all` and `route.all` none by name. */
function methodsOf(methods: Readonly<Record<string, boolean>>): string[] {
  const names = Object.keys(methods);
  if (names.length > 12) return ['ANY'];
  return names.map((name) => (name === '_all' ? 'ANY' : name.toUpperCase()));
}

/** The routing table of a live Express application: its router's stack with the nested ones; `ANY` for `all`. */
export function routesOf(app: Fn, version: ExpressVersion, regexes: RegexPaths = {}): Route[] {
  const out: Route[] = [];
  const walk = (stack: readonly Layer[], prefix: string): void => {
    for (const layer of stack) {
      if (layer.route !== undefined) {
        for (const path of contractPaths(layer.route.path, version, regexes)) {
          for (const method of methodsOf(layer.route.methods)) out.push({ method, path: join(prefix, path) });
        }
        continue;
      }
      const inner = layer.mountedApp === undefined ? layer.handle.stack : stackOf(layer.mountedApp, version);
      if (inner === undefined) continue;
      for (const path of contractPaths(layer.mountPath ?? '/', version, regexes)) walk(inner, join(prefix, path));
    }
  };
  walk(stackOf(app, version), '');
  return out;
}

const stackOf = (app: Fn, version: ExpressVersion): Layer[] => (version === 4 ? app._router : app.router)?.stack ?? [];

/** A running Express fixture. */
export interface ExpressApp { readonly origin: string; readonly routes: readonly Route[]; readonly stop: () => Promise<void> }

export interface ExpressOptions extends LoadOptions {
  readonly version: ExpressVersion;
  readonly regexes?: RegexPaths;
  /** Makes the application from its modules. */
  readonly create: (load: (file: string) => Record<string, unknown>) => unknown;
}

/** Loads an Express fixture with the real Express of a version and lets it listen on a loopback port. */
export async function startExpress(options: ExpressOptions): Promise<ExpressApp> {
  const express = (await import(`express${options.version}`)).default as ExpressModule;
  rememberMounts(express, options.version);
  const load = appLoader({ ...options, packages: { express: `express${options.version}`, '@prisma/client': './stubs/prisma-client.ts', ...options.packages } });
  const app = options.create(load) as Fn;
  const server: Server = createServer(app as never);
  return { origin: await listen(server), routes: routesOf(app, options.version, options.regexes), stop: () => close(server) };
}
