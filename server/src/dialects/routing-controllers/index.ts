import type { NativeValue, Value } from '../../evaluate/value';
import { lit, native, object, UNDEFINED } from '../../evaluate/value';
import { decorator, decoratorFactory } from '../decorators';
import type { Dialect } from '../dialect';
import { httpError, httpErrorClass } from '../http-errors';
import { behind, PACKAGE, serving } from './server';

const statuses: Readonly<Record<string, number>> = {
  BadRequestError: 400, UnauthorizedError: 401, ForbiddenError: 403, NotFoundError: 404, MethodNotAllowedError: 405, NotAcceptableError: 406, UnprocessableEntityError: 422, InternalServerError: 500,
};

/** `createParamDecorator({ required, value: (action) => … })` makes a decorator of the application's own. */
const paramDecorator: NativeValue = native('createParamDecorator', (_m, call) => decorator(`${PACKAGE}:param`, call));

function exported(name: string): Value | undefined {
  switch (name) {
    case 'createExpressServer': return serving('express', true);
    case 'useExpressServer': return serving('express', false);
    case 'createKoaServer': return serving('koa', true);
    case 'useKoaServer': return serving('koa', false);
    case 'createParamDecorator': return paramDecorator;
    case 'useContainer': case 'getMetadataArgsStorage': return native(name, () => object());
    case 'HttpError': return native(name, (_m, call) => httpError(name, call.args[0] ?? lit(500), call.args[1]));
    case 'getFromContainer': case 'Action': case 'default': case '*': case 'export=': return undefined;
    default: {
      const status = statuses[name];
      if (status !== undefined) return httpErrorClass(name, status);
      return /^[A-Z]/.test(name) ? decoratorFactory(`${PACKAGE}:${name}`) : UNDEFINED;
    }
  }
}

/**
 * routing-controllers (https://github.com/typestack/routing-controllers): decorated classes behind an application of Express (not yet of Koa); only
 * what `createExpressServer` and its like are given is registered.
 */
export const dialect: Dialect = {
  name: 'routing-controllers',
  packages: [PACKAGE],
  registrars: new Set(['createExpressServer', 'useExpressServer', 'createKoaServer', 'useKoaServer']),
  models() {
    const known = new Map<string, Value | undefined>();
    return {
      imports(specifier, name) {
        if (specifier !== PACKAGE) return undefined;
        if (!known.has(name)) known.set(name, exported(name));
        return known.get(name);
      },
    };
  },
  routes: () => [],
  behind,
};
