import type { Call, NativeValue, Value } from '../../evaluate/value';
import { lit, native, UNDEFINED } from '../../evaluate/value';
import type { Machine } from '../../evaluate/machine';
import type { Dialect } from '../dialect';
import type { PathPart } from './app';
import { assumed, createApp, createRouter, holding } from './app';
import { sending } from './context';
import { isOak, markOak, oakExport } from './oak';
import { koaRoutes } from './routes';

const ROUTERS: ReadonlySet<string> = new Set(['@koa/router', 'koa-router', 'koa-better-router', 'koa-tree-router', 'koa-joi-router']);
/** A class that is the whole of a CommonJS package and one of its members. */
function classOf(name: string, members: readonly string[], make: NativeValue['call']): NativeValue {
  const made = native(name, make);
  for (const member of members) made.props.set(member, made);
  return made;
}
const router = (from: string): NativeValue => classOf('Router', ['Router', 'default'], (m, call) => createRouter(m, call, from) as Value);

/** `mount(path?, app)`. */
const mount = native('mount', (_m, call) => {
  const [first = UNDEFINED, second] = call.args;
  const path: PathPart | null = second ? { value: first, site: call.argSites[0] ?? call.site } : null;
  const inner = second ?? first;
  return holding({ kind: 'mount', path, inner: inner.t === 'list' ? holding({ kind: 'compose', all: inner.items }, call.site) : inner }, call.site);
});

const composed = (_m: Machine, call: Call): Value => holding({ kind: 'compose', all: call.args.flatMap(one => one.t === 'list' ? one.items : [one]) }, call.site);
const compose = native('compose', composed);
/** `combineRouters(a, b)` gives a function that gives the middleware. */
const combineRouters = native('combineRouters', (m, call) => { const all = composed(m, call); return native('combined', () => all); });

/** `koa-route`: `app.use(route.get('/users/:id', (ctx, id) => …))`. */
const routes: readonly (readonly [string, NativeValue])[] = ['get', 'post', 'put', 'patch', 'delete', 'del', 'head', 'options', 'all'].map(verb => [verb, native(`route.${verb}`, (_m, call) => {
  const [path = lit('/'), handler = UNDEFINED] = call.args;
  const method = verb === 'all' ? 'ANY' : verb === 'del' ? 'DELETE' : verb.toUpperCase();
  return holding({ kind: 'route', method, path: { value: path, site: call.argSites[0] ?? call.site }, handler: { value: handler, site: call.argSites[1] ?? call.site } }, call.site);
})]);

const whole: ReadonlySet<string> = new Set(['default', 'export=', '*']);

/** Koa (https://koajs.com) with its routers: middleware around each other; what stands in the context at the end is the answer. */
export const dialect: Dialect = {
  name: 'koa',
  packages: ['@oak/oak', '@oakserver/oak', 'jsr:@oak/oak', 'https://deno.land/x/oak', 'koa', '@koa/router', 'koa-router', 'koa-joi-router', 'koa-route', 'koa-mount'],
  registrars: new Set(['get', 'post', 'put', 'patch', 'delete', 'del', 'all', 'use', 'register', 'param']),
  models: () => {
    const app = classOf('Koa', ['default'], (m, call) => createApp(m, call.site) as Value);
    const routers = new Map([...ROUTERS].map(name => [name, router(name)]));
    const oakRouter = router('oak');
    const oakApp = native('Application', (m, call) => { const made = createApp(m, call.site); markOak(made); return made as Value; });
    const route = native('route', () => UNDEFINED, routes);
    return {
      imports(specifier, name) {
        if (isOak(specifier)) return name === 'Application' ? oakApp : name === 'Router' ? oakRouter : oakExport(name);
        const made = routers.get(specifier);
        if (made) return whole.has(name) || name === 'Router' ? made : undefined;
        switch (specifier) {
          case 'koa': return whole.has(name) ? app : undefined;
          case 'koa-mount': return whole.has(name) ? mount : undefined;
          case 'koa-compose': return whole.has(name) ? compose : undefined;
          case 'koa-combine-routers': return whole.has(name) ? combineRouters : undefined;
          case 'koa-route': return whole.has(name) ? route : routes.find(([verb]) => verb === name)?.[1];
          case 'koa-convert': return whole.has(name) ? native('convert', (_m, call) => call.args[0] ?? UNDEFINED) : undefined;
          case 'koa-send': case '@koa/send': return whole.has(name) || name === 'send' ? sending('send') : undefined;
          default: return undefined;
        }
      },
      types(type, site) {
        if (type.specifier !== null && isOak(type.specifier)) return type.name === 'Router' ? assumed('router', site) : type.name === 'Application' ? assumed('app', site) : undefined;
        if (type.specifier === 'koa' && ['Koa', 'Application', 'default'].includes(type.name)) return assumed('app', site);
        return type.specifier !== null && ROUTERS.has(type.specifier) && ['Router', 'default', 'KoaRouter'].includes(type.name) ? assumed('router', site) : undefined;
      },
    };
  },
  routes: koaRoutes,
};
