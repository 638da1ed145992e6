import 'reflect-metadata';
import { globSync } from 'tinyglobby';
import { MetadataGenerator } from '@tsoa/cli/dist/metadataGeneration/metadataGenerator';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { appLoader, here } from './load';
import { close, listen, type Route } from './live';
import { inversify, routingControllers, tsoa } from './class-patterns';
import { copyOf } from './files';
import { rememberMounts, routesOf, type ExpressModule } from './express';
import type { Pattern } from './patterns';
import type { StoryApp } from './story-tests';

const prisma = { '@prisma/client': './stubs/prisma-client.ts' };

/** The handler of an application of Express that a class framework made. */
export type Handler = Parameters<typeof routesOf>[0];

/** Lets an application of Express listen; its routing table is that of its router. */
export async function startHandler(app: Handler, version: 4 | 5, routes: readonly Route[] = routesOf(app, version)): Promise<StoryApp> {
  const server = createServer(app as never);
  return { origin: await listen(server), routes: [...new Map(routes.map((route) => [`${route.method} ${route.path}`, route])).values()], stop: () => close(server) };
}

type Made = (...args: unknown[]) => unknown;
interface Options { readonly controllers?: readonly unknown[] }

/**
 * Loads the `src/app.ts` of a fixture. routing-controllers keeps what decorators say in a global: each fixture has its own. It requires the
 * files that its globs name; node cannot read them here, so they come from the loader, as with ts-node.
 */
export async function startRoutingControllers(app: string): Promise<StoryApp> {
  Reflect.deleteProperty(globalThis, 'routingControllersMetadataArgsStorage');
  const root = join(here, 'apps', app);
  const real = await import('routing-controllers') as unknown as Record<string, Made>;
  const classes = (given: unknown): readonly unknown[] => typeof given !== 'string' ? [given]
    : globSync(given, { absolute: true }).filter((file) => /\.[cm]?[jt]s$/.test(file)).flatMap((file) => Object.values(load(relative(root, file))).filter((one) => typeof one === 'function'));
  const given = (options: Options | undefined): unknown => options?.controllers === undefined ? options : { ...options, controllers: options.controllers.flatMap(classes) };
  const load = appLoader({
    app, packages: { ...prisma, express: 'express4' }, modules: {
      'routing-controllers': {
        ...real,
        createExpressServer: (options?: Options) => real['createExpressServer']?.(given(options)),
        useExpressServer: (server: unknown, options?: Options) => real['useExpressServer']?.(server, given(options)),
      },
    },
  });
  return startHandler(load('src/app.ts')['app'] as Handler, 4);
}

/**
 * Runs the `src/app.ts` of a fixture of inversify-express-utils, which keeps its controllers with `Reflect` and asks for Express by its own:
 * version 4, because it registers at `*`.
 */
export async function startInversify(app: string): Promise<StoryApp> {
  rememberMounts((await import('express4')).default as unknown as ExpressModule, 4);
  const require = createRequire(import.meta.url);
  const [asked, given] = [require.resolve('express'), require.resolve('express4')];
  const known = require.cache[asked];
  require(given);
  require.cache[asked] = require.cache[given];
  const { cleanUpMetadata } = require('inversify-express-utils') as { cleanUpMetadata: () => void };
  require.cache[asked] = known;
  cleanUpMetadata();
  const made = appLoader({ app, packages: { ...prisma, express: 'express4' } })('src/app.ts')['app'] as Handler;
  return startHandler(made, 4, routesOf(made, 4).filter(({ path }) => path !== '/{rest*}'));
}

/** Generates the routes of a tsoa fixture in a copy of it, and runs its `src/app.ts` there. */
export async function startTsoa(app: string): Promise<StoryApp> {
  const { generateRoutes } = await import('tsoa');
  const folder = copyOf(app);
  const at = (path: string): string => join(folder, path);
  const config = JSON.parse(readFileSync(at('tsoa.json'), 'utf8')) as TsoaConfig;
  const { routes, spec, entryFile, controllerPathGlobs } = config;
  mkdirSync(at(routes.routesDir), { recursive: true });
  const metadata = new MetadataGenerator(at(entryFile), {}, undefined, controllerPathGlobs?.map(at), spec?.rootSecurity).Generate();
  await generateRoutes({
    ...routes, entryFile: at(entryFile), routesDir: at(routes.routesDir), authenticationModule: at(routes.authenticationModule), noImplicitAdditionalProperties: 'ignore', bodyCoercion: true,
  }, {}, undefined, metadata);
  rememberMounts((await import('express5')).default as unknown as ExpressModule, 5);
  const made = appLoader({ app: relative(join(here, 'apps'), folder), packages: { ...prisma, express: 'express5' } })('src/app.ts')['app'] as Handler;
  const running = await startHandler(made, 5);
  return { ...running, stop: async () => { await running.stop(); rmSync(folder, { recursive: true, force: true }); } };
}

interface TsoaConfig {
  readonly entryFile: string;
  readonly controllerPathGlobs?: string[];
  readonly spec?: { readonly rootSecurity?: Record<string, string[]>[] };
  readonly routes: { readonly routesDir: string; readonly basePath?: string; readonly authenticationModule: string };
}

interface LoopBack { requestHandler: unknown; start: () => Promise<void>; stop: () => Promise<void>; restServer: { url?: string; getApiSpec: () => Promise<{ paths: Record<string, Record<string, unknown>> }> } }

/** Runs the application class of a LoopBack fixture; its routing table is the API document that LoopBack makes of its routes. */
export async function startLoopBack(app: string): Promise<StoryApp> {
  const load = appLoader({ app, packages: prisma });
  const [Application] = Object.values(load('src/application.ts')) as [new (options: object) => LoopBack];
  const made = new Application({ rest: { host: '127.0.0.1', port: 0, openApiSpec: { disabled: true } }, shutdown: { signals: [] } });
  await made.start();
  const { paths } = await made.restServer.getApiSpec();
  const routes = Object.entries(paths).flatMap(([path, item]) => Object.keys(item).map((method) => ({ method: method.toUpperCase(), path })));
  return { origin: new URL(made.restServer.url ?? '').origin, routes, senseless: 422, stop: () => made.stop() };
}

/** What each method of a service answers; those with an id stand one segment further down. */
const serviceMethods: Readonly<Record<string, readonly [method: string, one: boolean]>> = {
  find: ['GET', false], create: ['POST', false], get: ['GET', true], update: ['PUT', true], patch: ['PATCH', true], remove: ['DELETE', true],
};

/** Runs a fixture of Feathers on its Express; its routing table are its services with the methods that they serve. */
export async function startFeathers(app: string): Promise<StoryApp> {
  const { getServiceOptions } = await import('@feathersjs/feathers') as unknown as { getServiceOptions: (service: unknown) => { readonly methods: readonly string[] } };
  const made = appLoader({ app, packages: prisma })('src/app.ts')['app'] as Handler & { setup: () => Promise<unknown>; services: Readonly<Record<string, unknown>> };
  await made.setup();
  const routes = Object.entries(made.services).flatMap(([path, service]) => getServiceOptions(service).methods.flatMap((name): readonly Route[] => {
    const [method, one] = serviceMethods[name] ?? [];
    return method === undefined ? [] : [{ method, path: `/${path.replace(/:(\w+)/g, '{$1}')}${one === true ? '/{id}' : ''}` }];
  }));
  return startHandler(made, 4, routes);
}

/** The applications that tell the story with decorated classes. */
export const classStories: readonly { readonly app: string; readonly start: () => Promise<StoryApp> }[] = [
  { app: 'routing-controllers', start: () => startRoutingControllers('routing-controllers') },
  { app: 'inversify', start: () => startInversify('inversify') },
  { app: 'tsoa', start: () => startTsoa('tsoa') },
  { app: 'loopback', start: () => startLoopBack('loopback') },
  { app: 'feathers', start: () => startFeathers('feathers') },
];

/** The pattern fixtures of frameworks whose routes are decorated classes. */
export const classPatterns: readonly { readonly pattern: Pattern; readonly start: () => Promise<StoryApp> }[] = [
  { pattern: routingControllers, start: () => startRoutingControllers(routingControllers.app) },
  { pattern: inversify, start: () => startInversify(inversify.app) },
  { pattern: tsoa, start: () => startTsoa(tsoa.app) },
];
