// Written by `npm run generate` from the folders of this folder; a test fails when it is stale.
import type { Library } from './library';
import { library as authClerk } from './auth/clerk';
import { library as authExpress } from './auth/express';
import { library as authHono } from './auth/hono';
import { library as authKoa } from './auth/koa';
import { library as authNuxt } from './auth/nuxt';
import { library as authPassport } from './auth/passport';
import { library as authServices } from './auth/services';
import { library as authSessions } from './auth/sessions';
import { library as authTokens } from './auth/tokens';
import { library as authWebhooks } from './auth/webhooks';
import { library as drizzle } from './drizzle/index';
import { library as fastifyGuards } from './fastify/guards';
import { library as fastifyJwt } from './fastify/jwt';
import { library as fastifyPassing } from './fastify/passing';
import { library as fastifySensible } from './fastify/sensible';
import { library as fastifyServed } from './fastify/served';
import { library as hapiSchemes } from './hapi/schemes';
import { library as hapiServed } from './hapi/served';
import { library as lodash } from './lodash/index';
import { library as middlewareErrors } from './middleware/errors';
import { library as middlewareKoa } from './middleware/koa';
import { library as middlewareMounted } from './middleware/mounted';
import { library as middlewarePassing } from './middleware/passing';
import { library as middlewareValidation } from './middleware/validation';
import { library as middlewareWrappers } from './middleware/wrappers';
import { library as mongoose } from './mongoose/index';
import { library as prisma } from './prisma/index';
import { library as sequelize } from './sequelize/index';
import { library as statuses } from './statuses/index';
import { library as typeorm } from './typeorm/index';

/** All libraries, by kind and name. */
export const libraries: readonly Library[] = [
  authClerk,
  authExpress,
  authHono,
  authKoa,
  authNuxt,
  authPassport,
  authServices,
  authSessions,
  authTokens,
  authWebhooks,
  drizzle,
  fastifyGuards,
  fastifyJwt,
  fastifyPassing,
  fastifySensible,
  fastifyServed,
  hapiSchemes,
  hapiServed,
  lodash,
  middlewareErrors,
  middlewareKoa,
  middlewareMounted,
  middlewarePassing,
  middlewareValidation,
  middlewareWrappers,
  mongoose,
  prisma,
  sequelize,
  statuses,
  typeorm,
];
