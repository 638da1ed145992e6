import { native, object } from '../../evaluate/value';
import type { Value } from '../../evaluate/value';
import type { Dialect } from '../dialect';
import { behind } from './endpoints';
import { initTRPC, lazy, middleware } from './router';
import { adapterValue } from './serve';
import { observable, tracked, trpcError } from './steps';

/** Packages of the server. */
function moduleValue(specifier: string, name: string): Value | undefined {
  if (specifier === '@trpc/server' || specifier === '@trpc/server/unstable-core-do-not-import') switch (name) {
    case 'initTRPC': return initTRPC();
    case 'TRPCError': return native('TRPCError', (m, call) => trpcError(m, call.args[0]));
    case 'lazy': case 'experimental_lazy': return lazy;
    case 'experimental_standaloneMiddleware': case 'experimental_trpcMiddleware': return native(name, () => object([['create', middleware]]));
    case 'tracked': case 'sse': return tracked;
    default: return undefined;
  }
  if (specifier === '@trpc/server/observable' && name === 'observable') return observable;
  return adapterValue(specifier, name);
}

/** tRPC 10 and 11 (https://trpc.io/docs/server/routers): procedures with their middlewares, behind the adapter that serves them. */
export const dialect: Dialect = {
  name: 'trpc',
  packages: ['@trpc/server', '@trpc/server/', '@hono/trpc-server', 'trpc-openapi', 'trpc-to-openapi', 'trpc-nuxt', 'trpc-nuxt/'],
  registrars: new Set(['applyMiddleware']),
  models: () => ({ imports: moduleValue }),
  routes: () => [],
  behind,
};
