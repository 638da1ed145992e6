import type { Dialect } from '../dialect';
import { nestExports } from './exports';
import { routesOf } from './routes';

/**
 * NestJS 8 to 11 (https://docs.nestjs.com): decorated classes that modules list, below the applications of `NestFactory`. Decorators are
 * values that are asked for when the modules are known; guards, middleware and controllers get their dependencies by type or token.
 */
export const dialect: Dialect = {
  name: 'nestjs',
  packages: ['@nestjs/common', '@nestjs/core', '@nestjs/graphql', '@nestjs/websockets'],
  // What configures an application that a function makes for a caller out of sight.
  registrars: new Set(['setGlobalPrefix', 'enableVersioning', 'useGlobalGuards', 'useGlobalPipes', 'useGlobalInterceptors', 'useGlobalFilters']),
  models() {
    const exported = nestExports();
    return { imports: (specifier, name) => exported(specifier, name) };
  },
  routes: routesOf,
};
