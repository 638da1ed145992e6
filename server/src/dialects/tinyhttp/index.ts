import type { Value } from '../../evaluate/value';
import { lit, native } from '../../evaluate/value';
import { callRouters, passingStep, register } from '../call-router';
import type { Dialect } from '../dialect';

const verbs: ReadonlySet<string> = new Set([
  'get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'acl', 'bind', 'checkout', 'connect', 'copy', 'link', 'lock', 'merge', 'mkcol', 'move', 'notify', 'propfind', 'proppatch', 'purge', 'report',
  'search', 'source', 'subscribe', 'trace', 'unbind', 'unlink', 'unlock', 'unsubscribe',
]);

const routers = callRouters({
  dialect: 'tinyhttp', verbs,
  // `app.route(path)` is an application of its own, mounted there.
  members: (self, key, _m, own) => key === 'handler' || key === 'attach' ? self as Value : key !== 'route' ? undefined : native('app.route', (m, call) => {
    const inner = own.create(m, false, call.site) as Value;
    register(m, self, { kind: 'use', methods: [], path: call.args[0] ?? lit('/'), handlers: [inner], sites: [call.site] }, call);
    return inner;
  }),
});
const App = native('App', (m, call) => routers.create(m, true, call.site) as Value);
const parsers: ReadonlySet<string> = new Set(['json', 'urlencoded', 'text', 'raw', 'multipart', 'custom', 'logger', 'cors', 'cookieParser']);

/** tinyhttp (https://tinyhttp.v1rtl.site): applications of applications, with the request and response of Express. */
export const dialect: Dialect = {
  name: 'tinyhttp',
  packages: ['@tinyhttp/app'],
  registrars: new Set([...verbs, 'use', 'route', 'listen']),
  models: () => ({
    imports(specifier, name) {
      if (specifier === '@tinyhttp/app') return name === 'App' ? App : undefined;
      return (specifier === 'milliparsec' || specifier === '@tinyhttp/logger' || specifier === '@tinyhttp/cors' || specifier === '@tinyhttp/cookie-parser') && parsers.has(name) ? native(name, () => passingStep(name)) : undefined;
    },
    types: (type, site) => type.specifier === '@tinyhttp/app' && type.name === 'App' ? routers.assumed(site, true) : undefined,
  }),
  routes: program => routers.endpoints(program),
};
