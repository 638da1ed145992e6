import 'reflect-metadata';
import * as core from '@nestjs/core';
import type { INestApplication, NestApplicationOptions } from '@nestjs/common';
import type { Server } from 'node:http';
import { routesOf } from './express';
import { appLoader } from './load';
import { close, listen, type Route } from './live';

/** A running Nest fixture. */
export interface NestApp { readonly origin: string; readonly routes: readonly Route[]; readonly stop: () => Promise<void> }

type Create = (module: new () => object, ...rest: unknown[]) => Promise<INestApplication>;
interface Started { readonly application: INestApplication; readonly origin: string }

/**
 * Runs the `main.ts` of a Nest fixture as it stands: only the port is ours. The routing table is that of the Express application that
 * Nest registered its handlers on.
 */
export async function startNest(app: string, main = 'src/main.ts'): Promise<NestApp> {
  const { application, origin } = await new Promise<Started>((resolve, reject) => {
    const create: Create = async (module, options?: unknown) => {
      const application = await core.NestFactory.create(module, { ...(options as NestApplicationOptions | undefined), logger: false, abortOnError: false });
      const listening = async (): Promise<void> => {
        await application.init();
        resolve({ application, origin: await listen(application.getHttpServer() as Server) });
      };
      return new Proxy(application, { get: (target, key) => (key === 'listen' ? listening : Reflect.get(target, key) as unknown) });
    };
    const reporting: Create = (...given) => create(...given).catch((error: unknown) => {
      reject(error as Error);
      throw error;
    });
    const factory = new Proxy(core.NestFactory, { get: (target, key) => (key === 'create' ? reporting : Reflect.get(target, key) as unknown) });
    appLoader({
      app,
      packages: { typeorm: './stubs/typeorm.ts', '@nestjs/typeorm': './stubs/nestjs-typeorm.ts' },
      modules: { '@nestjs/core': { ...core, NestFactory: factory } },
    })(main);
  });
  const express = application.getHttpAdapter().getInstance() as Parameters<typeof routesOf>[0];
  // Nest registers middleware that is bound to routes as routes of the same path: one row of the table, not two.
  const routes = [...new Map(routesOf(express, 5).map((route) => [`${route.method} ${route.path}`, route])).values()];
  return { origin, routes, stop: () => close(application.getHttpServer() as Server) };
}
