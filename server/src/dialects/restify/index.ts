import type { Machine } from '../../evaluate/machine';
import type { ModelType, ModelValue, NativeValue, Value } from '../../evaluate/value';
import { alternatives, lit, model, native, object, UNDEFINED } from '../../evaluate/value';
import { callExchange, callInvoke } from '../call-exchange';
import { callRouters, methodOf, passingStep, register } from '../call-router';
import type { CallRouters } from '../call-router';
import type { Dialect, Exchange, Step } from '../dialect';
import { requestPath } from '../paths';
import type { RouterState } from '../routing';

const verbs: ReadonlySet<string> = new Set(['get', 'head', 'post', 'put', 'patch', 'del', 'opts']);

/** `server.get('/x', …)` and `server.get({ path: '/x', name: 'x' }, …)`. */
const routeAt = (self: ModelValue<RouterState>, key: string): NativeValue => native(`server.${key}`, (m, call) => {
  const [first = UNDEFINED] = call.args;
  const named = first.t === 'object' ? m.get(first, 'path') : first;
  const path = named.t === 'lit' && named.v === undefined ? m.get(first, 'url') : named;
  register(m, self, { kind: 'route', methods: [methodOf(key)], path, handlers: call.args.slice(1), sites: call.argSites.slice(1) }, call);
  return lit('route');
});

function members(self: ModelValue<RouterState>, key: string, _m: Machine, own: CallRouters): Value | undefined {
  if (verbs.has(key)) return routeAt(self, key);
  switch (key) {
    // What runs before routing runs before everything.
    case 'pre': case 'first': return native(`server.${key}`, (m, call) => { register(m, self, { kind: 'use', methods: [], path: null, handlers: call.args, sites: call.argSites }, call); return self as Value; });
    case 'use': return native('server.use', (m, call) => {
      // A router of restify-router may use another at a path.
      const mounts = call.args.length > 1 && own.routerOf(call.args[1] ?? UNDEFINED) !== undefined;
      register(m, self, { kind: 'use', methods: [], path: mounts ? call.args[0] ?? null : null, handlers: mounts ? call.args.slice(1) : call.args, sites: mounts ? call.argSites.slice(1) : call.argSites }, call);
      return self as Value;
    });
    // `restify-router`: `router.add(path, other)` mounts, `router.applyRoutes(server, prefix)` registers.
    case 'add': return native('router.add', (m, call) => { register(m, self, { kind: 'use', methods: [], path: call.args[0] ?? null, handlers: call.args.slice(1, 2), sites: call.argSites.slice(1, 2) }, call); return self as Value; });
    case 'applyRoutes': return native('router.applyRoutes', (m, call) => {
      const [server = UNDEFINED, path] = call.args;
      for (const one of alternatives(server)) {
        const target = own.routerOf(one);
        if (target) register(m, target, { kind: 'use', methods: [], path: path ?? null, handlers: [self as Value], sites: [call.site] }, call);
      }
      return UNDEFINED;
    });
    case 'router': case 'log': case 'server': case 'address': return object();
    case 'route': return undefined;
    default: return undefined;
  }
}

const isAsync = (v: Value): boolean => v.t === 'fn' && v.module.facts.units[v.unit]?.async === true;

/** What is asynchronous and does not take `next` goes on when it is done. */
function invoke(value: Value, m: Machine, exchange: Exchange, kind: Step['kind'], base: string): void {
  const { path } = m;
  callInvoke(value, m, exchange, kind, base);
  const goesOn = kind === 'guard' && m.alive && alternatives(value).every(one => isAsync(one) && one.t === 'fn' && (one.module.facts.units[one.unit]?.params.length ?? 0) < 3);
  if (!goesOn) return;
  m.emit({ kind: 'next', value: UNDEFINED, status: null, site: value.t === 'fn' ? value.site : null, via: 'async' });
  m.path = path;
}

/** `req.path()` is a function here. */
function exchange(m: Machine, request: { readonly method: string; readonly path: string }): Exchange {
  const made = callExchange(m, request);
  const { req } = made.values;
  for (const name of ['path', 'getPath']) if (req?.t === 'model') req.props.set(name, native(`req.${name}`, () => requestPath(request.path)));
  return made;
}

const routers = callRouters({
  dialect: 'restify', verbs, members,
  rules: {
    ordered: false, invoke, exchange,
    // The handlers of `use` run for every route that was found, wherever they stand.
    arrange: entries => {
      const used = entries.filter(one => one.kind === 'use' && !one.handlers.some(value => alternatives(value).some(other => routers.routerOf(other) !== undefined)));
      return [...used, ...entries.filter(one => !used.includes(one))];
    },
  },
});

const createServer = native('restify.createServer', (m, call) => routers.create(m, true, call.site) as Value);
const Router = native('restify.Router', (m, call) => routers.create(m, false, call.site) as Value);

/** The plugins parse, limit and log: they go on. */
const pluginsType: ModelType<null> = { name: 'restify.plugins', get: (_self, key) => key === 'then' ? undefined : native(key, () => passingStep(key), [['sanitizePath', native('sanitizePath', () => passingStep('sanitizePath'))]]) };
const plugins = model(pluginsType, null) as Value;

/** restify (https://restify.com): routes with specifications, handlers that run before all of them, and prefixes of restify-router. */
export const dialect: Dialect = {
  name: 'restify',
  packages: ['restify', 'restify-router'],
  registrars: new Set([...verbs, 'use', 'pre', 'add', 'applyRoutes', 'listen']),
  models: () => ({
    imports(specifier, name) {
      if (specifier === 'restify-router') return name === 'Router' ? Router : undefined;
      if (specifier !== 'restify') return undefined;
      if (name === 'default' || name === 'export=' || name === '*') return object([['createServer', createServer], ['plugins', plugins], ['pre', plugins]]);
      return name === 'createServer' ? createServer : name === 'plugins' || name === 'pre' ? plugins : undefined;
    },
    types: (type, site) => type.specifier === 'restify' && /(^|\.)Server$/.test(type.name) ? routers.assumed(site, true) : undefined,
  }),
  routes: program => routers.endpoints(program),
};
