import type { Dialect } from '../dialect';
import { tsRest } from './ts-rest';

/**
 * Contracts that are bound to another framework (ts-rest, https://ts-rest.com): they register with that framework, whose dialect tells the
 * endpoints.
 */
export const dialect: Dialect = {
  name: 'contracts',
  packages: ['@ts-rest/express', '@ts-rest/fastify'],
  registrars: new Set(['createExpressEndpoints', 'registerRouter']),
  models: () => ({ imports: (specifier, name) => tsRest(specifier, name) }),
  routes: () => [],
};
