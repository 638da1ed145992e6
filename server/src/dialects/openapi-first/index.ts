import type { Dialect } from '../dialect';
import { backendRoutes, openApiBackend } from './backend';
import { openapiGlue } from './glue';

const whole: ReadonlySet<string> = new Set(['default', 'export=', '*']);

/**
 * Servers whose table of routes is a document of OpenAPI: openapi-backend (https://openapistack.co) serves it by itself, fastify-openapi-glue
 * registers it with Fastify.
 */
export const dialect: Dialect = {
  name: 'openapi-first',
  packages: ['openapi-backend', 'fastify-openapi-glue'],
  registrars: new Set(['register', 'registerHandler']),
  models: () => ({
    imports(specifier, name) {
      if (specifier === 'openapi-backend') return whole.has(name) || name === 'OpenAPIBackend' ? openApiBackend : undefined;
      return specifier === 'fastify-openapi-glue' && whole.has(name) ? openapiGlue : undefined;
    },
  }),
  routes: backendRoutes,
};
