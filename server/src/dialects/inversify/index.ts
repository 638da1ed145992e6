import type { Value } from '../../evaluate/value';
import { native, object } from '../../evaluate/value';
import { decoratorFactory, decorator } from '../decorators';
import type { Dialect } from '../dialect';
import { containerClass, moduleClass } from './container';
import { httpController, httpMiddleware, messageClass } from './results';
import { behind, PACKAGE, serverClass } from './server';

function inversifyExport(name: string): Value | undefined {
  switch (name) {
    case 'Container': return containerClass;
    case 'ContainerModule': case 'AsyncContainerModule': return moduleClass;
    // What injects by a token is the same decorator for all.
    case 'inject': case 'lazyInject': return decoratorFactory('Inject');
    case 'injectable': case 'named': case 'tagged': case 'optional': case 'unmanaged': case 'multiInject': return decoratorFactory(`inversify:${name}`);
    case 'decorate': return native('decorate', () => object());
    default: return undefined;
  }
}

function utilsExport(name: string): Value | undefined {
  switch (name) {
    case 'InversifyExpressServer': return serverClass;
    case 'BaseHttpController': return httpController;
    case 'BaseMiddleware': return httpMiddleware;
    case 'HttpResponseMessage': return messageClass;
    case 'injectHttpContext': return decorator(`${PACKAGE}:injectHttpContext`, { args: [], argSites: [], site: null });
    case 'cleanUpMetadata': case 'getRouteInfo': case 'getRawMetadata': return native(name, () => object());
    case 'default': case '*': case 'export=': case 'results': case 'interfaces': return undefined;
    default: return /^[a-z]/.test(name) ? decoratorFactory(`${PACKAGE}:${name}`) : undefined;
  }
}

/** inversify-express-utils (https://github.com/inversify/InversifyJS): controllers that register themselves when their module is loaded. */
export const dialect: Dialect = {
  name: 'inversify',
  packages: [PACKAGE],
  registrars: new Set(['setConfig', 'setErrorConfig']),
  models() {
    const known = new Map<string, Value | undefined>();
    return {
      imports(specifier, name) {
        if (specifier !== PACKAGE && specifier !== 'inversify') return undefined;
        const key = `${specifier} ${name}`;
        if (!known.has(key)) known.set(key, specifier === PACKAGE ? utilsExport(name) : inversifyExport(name));
        return known.get(key);
      },
    };
  },
  routes: () => [],
  behind,
};
