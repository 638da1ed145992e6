import type { Value } from '../../evaluate/value';
import { native } from '../../evaluate/value';
import { callRouters, passingStep } from '../call-router';
import type { Dialect } from '../dialect';

/** The methods that Express makes functions for (package `methods`), with `del` of version 4. */
const verbs: ReadonlySet<string> = new Set([
  'get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'del', 'copy', 'lock', 'mkcol', 'move', 'propfind', 'proppatch', 'purge', 'report', 'search',
  'unlock', 'checkout', 'merge', 'notify', 'subscribe', 'unsubscribe', 'trace', 'link', 'unlink', 'query',
]);

const routers = callRouters({ dialect: 'express', verbs });
const routerFactory = native('express.Router', (m, call) => routers.create(m, false, call.site) as Value);
const passing = (name: string): Value => native(name, () => passingStep(name));
const staticFiles = passing('express.static');
const parsers = ['json', 'urlencoded', 'text', 'raw'].map(name => [name, passing(`express.${name}`)] as const);
const factory = native('express', (m, call) => routers.create(m, true, call.site) as Value, [['Router', routerFactory], ['static', staticFiles], ...parsers]);

/** Express 4 and 5 (https://expressjs.com/en/5x/api.html): routers are ordered lists of middleware, routes and mounts. */
export const dialect: Dialect = {
  name: 'express',
  packages: ['express', 'express-promise-router', 'express-async-router'],
  registrars: new Set([...verbs, 'use', 'route', 'param', 'listen']),
  models: () => ({
    imports(specifier, name) {
      if (specifier === 'express-promise-router') return name === 'default' || name === 'export=' || name === 'Router' ? routerFactory : undefined;
      if (specifier !== 'express') return undefined;
      if (name === 'default' || name === 'export=' || name === '*') return factory;
      return name === 'Router' ? routerFactory : name === 'static' ? staticFiles : parsers.find(([parser]) => parser === name)?.[1];
    },
    types(type, site) {
      if (type.specifier !== 'express' && type.specifier !== 'express-serve-static-core') return undefined;
      const app = ['Express', 'Application', 'express.Express', 'express.Application', 'e.Express'].includes(type.name);
      if (!app && !['Router', 'IRouter', 'express.Router'].includes(type.name)) return undefined;
      return routers.assumed(site, app);
    },
  }),
  routes: program => routers.endpoints(program),
};
