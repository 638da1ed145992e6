import type { Value } from '../../evaluate/value';
import { lit, native, object } from '../../evaluate/value';
import { decoratorFactory } from '../decorators';
import type { Dialect } from '../dialect';
import { httpError } from '../http-errors';
import { controllerClass } from './handler';
import { behind, PACKAGE, registerRoutes } from './server';

function exported(name: string): Value | undefined {
  switch (name) {
    case 'Controller': return controllerClass;
    case 'ValidateError': return native(name, (_m, call) => httpError(name, lit(400), call.args[1]));
    case 'fetchMiddlewares': case 'ExpressTemplateService': case 'KoaTemplateService': case 'HapiTemplateService': return undefined;
    case 'default': case '*': case 'export=': return undefined;
    default: return /^[A-Z]/.test(name) ? decoratorFactory(`${PACKAGE}:${name}`) : native(name, () => object());
  }
}

/** tsoa (https://tsoa-community.github.io): decorated classes; what registers them is generated from `tsoa.json`, and need not be there. */
export const dialect: Dialect = {
  name: 'tsoa',
  packages: [PACKAGE, '@tsoa/runtime'],
  registrars: new Set(['RegisterRoutes']),
  models() {
    const known = new Map<string, Value | undefined>();
    return {
      imports(specifier, name) {
        // Nobody else answers for a module that is only there after a build.
        if (name === 'RegisterRoutes' && /^[.#@~/]/.test(specifier)) return registerRoutes;
        if (specifier !== PACKAGE && specifier !== '@tsoa/runtime') return undefined;
        if (!known.has(name)) known.set(name, exported(name));
        return known.get(name);
      },
    };
  },
  routes: () => [],
  behind,
};
