// Written by `npm run generate` from the folders of this folder; a test fails when it is stale.
import type { Dialect } from './dialect';
import { dialect as astro } from './astro/index';
import { dialect as azureFunctions } from './azure-functions/index';
import { dialect as cloudFunctions } from './cloud-functions/index';
import { dialect as contracts } from './contracts/index';
import { dialect as elysia } from './elysia/index';
import { dialect as encore } from './encore/index';
import { dialect as express } from './express/index';
import { dialect as fastify } from './fastify/index';
import { dialect as feathers } from './feathers/index';
import { dialect as graphql } from './graphql/index';
import { dialect as h3 } from './h3/index';
import { dialect as hapi } from './hapi/index';
import { dialect as hono } from './hono/index';
import { dialect as inversify } from './inversify/index';
import { dialect as itty } from './itty/index';
import { dialect as koa } from './koa/index';
import { dialect as lambda } from './lambda/index';
import { dialect as loopback } from './loopback/index';
import { dialect as nestjs } from './nestjs/index';
import { dialect as next } from './next/index';
import { dialect as openapiFirst } from './openapi-first/index';
import { dialect as plain } from './plain/index';
import { dialect as polka } from './polka/index';
import { dialect as reactRouter } from './react-router/index';
import { dialect as restify } from './restify/index';
import { dialect as routingControllers } from './routing-controllers/index';
import { dialect as sveltekit } from './sveltekit/index';
import { dialect as terminus } from './terminus/index';
import { dialect as tinyhttp } from './tinyhttp/index';
import { dialect as trpc } from './trpc/index';
import { dialect as tsoa } from './tsoa/index';
import { dialect as uws } from './uws/index';
import { dialect as websocket } from './websocket/index';

/** All dialects, by name. */
export const dialects: readonly Dialect[] = [
  astro,
  azureFunctions,
  cloudFunctions,
  contracts,
  elysia,
  encore,
  express,
  fastify,
  feathers,
  graphql,
  h3,
  hapi,
  hono,
  inversify,
  itty,
  koa,
  lambda,
  loopback,
  nestjs,
  next,
  openapiFirst,
  plain,
  polka,
  reactRouter,
  restify,
  routingControllers,
  sveltekit,
  terminus,
  tinyhttp,
  trpc,
  tsoa,
  uws,
  websocket,
];
