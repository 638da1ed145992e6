import type { Call, ModelValue, NativeValue, Value } from '../../evaluate/value';
import { native, object, UNDEFINED } from '../../evaluate/value';
import { callRouters, passingStep, register } from '../call-router';
import type { Dialect } from '../dialect';
import type { RouterState } from '../routing';
import { openSocket, respond } from '../sockets';

/** The methods that Express makes functions for (package `methods`), with `del` of version 4. */
const verbs: ReadonlySet<string> = new Set([
  'get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'del', 'copy', 'lock', 'mkcol', 'move', 'propfind', 'proppatch', 'purge', 'report', 'search',
  'unlock', 'checkout', 'merge', 'notify', 'subscribe', 'unsubscribe', 'trace', 'link', 'unlink', 'query',
]);

/** A handler of express-ws is given the connection before the request. */
const withSocket = (handler: Value, last: boolean): Value => native('ws', (m, call) => {
  const [req = UNDEFINED, , next = UNDEFINED] = call.args;
  m.call(handler, [openSocket(), req, next], { site: call.site });
  if (last && m.alive && m.events.every(event => event.kind !== 'respond')) respond(m, 101, call.site, 'ws');
  return UNDEFINED;
});

/** `app.ws(path, …handlers)` of express-ws: connections beside routes. */
const socketRoute = (router: ModelValue<RouterState>): NativeValue => native('router.ws', (m, call: Call) => {
  const handlers = call.args.slice(1).flatMap(one => one.t === 'list' ? one.items : [one]);
  register(m, router, { kind: 'route', methods: ['GET'], protocol: 'websocket', path: call.args[0] ?? null, handlers: handlers.map((one, index) => withSocket(one, index === handlers.length - 1)), sites: call.argSites.slice(1) }, call);
  return router as Value;
});

const routers = callRouters({ dialect: 'express', verbs, members: (self, key) => key === 'ws' ? socketRoute(self) : undefined });
/** `expressWs(app)` gives the application with its connections. */
const expressWs = native('expressWs', (_m, call) => object([['app', call.args[0] ?? UNDEFINED], ['getWss', native('getWss', () => object())], ['applyTo', native('applyTo', () => UNDEFINED)]]));
const routerFactory = native('express.Router', (m, call) => routers.create(m, false, call.site) as Value);
const passing = (name: string): Value => native(name, () => passingStep(name));
const staticFiles = passing('express.static');
const parsers = ['json', 'urlencoded', 'text', 'raw'].map(name => [name, passing(`express.${name}`)] as const);
const factory = native('express', (m, call) => routers.create(m, true, call.site) as Value, [['Router', routerFactory], ['static', staticFiles], ...parsers]);

/** Applications and routers of `@zodios/express` are those of Express, with bodies that are checked. */
const zodios = ['app', 'nextApp', 'router'].map((key): [string, Value] => [key, native(`zodios.${key}`, (m, call) => routers.create(m, key !== 'router', call.site) as Value)]);
const zodiosContext = native('zodiosContext', () => object(zodios));
const ZODIOS: ReadonlyMap<string, Value> = new Map([...zodios.map(([key, value]): [string, Value] => [`zodios${key.charAt(0).toUpperCase()}${key.slice(1)}`, value]), ['zodiosContext', zodiosContext]]);

/** Express 4 and 5 (https://expressjs.com/en/5x/api.html): routers are ordered lists of middleware, routes and mounts. */
export const dialect: Dialect = {
  name: 'express',
  packages: ['express', 'express-promise-router', 'express-async-router', 'express-ws', '@zodios/express'],
  registrars: new Set([...verbs, 'use', 'route', 'param', 'listen', 'ws']),
  models: () => ({
    imports(specifier, name) {
      if (specifier === '@zodios/express') return ZODIOS.get(name);
      if (specifier === 'express-ws') return name === 'default' || name === 'export=' || name === '*' ? expressWs : undefined;
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
