import type { Machine } from '../../evaluate/machine';
import type { Program } from '../../evaluate/program';
import type { Call, ModelValue, NativeValue, Value } from '../../evaluate/value';
import { alternatives, hole, input, lit, native, object, UNDEFINED } from '../../evaluate/value';
import type { CallRouters } from '../call-router';
import { callRouters, register, verb } from '../call-router';
import type { Dialect, Exchange, Step } from '../dialect';
import { fetchRequest, response, statusIn, workerEnv } from '../fetch';
import { usedBy } from '../fetched';
import type { RouterState } from '../routing';
import { answerWith } from './answer';

type Router = ModelValue<RouterState>;

const verbs: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all']);
const SERVED = 'itty.served';

/** The router behind a value: itself, or its function that answers requests. */
const routerOf = (value: Value): Router | undefined => value.t === 'native' ? routerOf(value.props.get('#app') ?? UNDEFINED) : routers.routerOf(value);

/** `all('/api/*', api.fetch)` hands on to a router that knows its whole paths. */
const all = (self: Router): NativeValue => native('router.all', (m, call) => {
  if (!call.args.some(one => alternatives(one).some(other => routerOf(other) !== undefined))) return m.call(verb(self, 'all', null), call.args, call);
  register(m, self, { kind: 'use', methods: [], path: call.args[0] ?? null, handlers: call.args.slice(1), sites: call.argSites.slice(1) }, call);
  return self as Value;
});

function members(self: Router, key: string, m: Machine): Value | undefined {
  switch (key) {
    case 'all': return all(self);
    case 'fetch': case 'handle': m.program.collected<Router>(SERVED).push(self); return native(`router.${key}`, (_m, call) => hole('an answer of the application', call.site), [['#app', self as Value]]);
    case 'routes': return object();
    // Any other name would be a method; these are no names of one.
    case 'use': case 'route': case 'param': case 'listen': case 'then': case 'toJSON': return UNDEFINED;
    default: return undefined;
  }
}

/** A request with what the router and its helpers put on it, and what the runtime gives beside it. */
function exchange(_m: Machine, { method, path }: { readonly method: string; readonly path: string }): Exchange {
  const names = new Set([...path.matchAll(/\{(\w+)/g)].map(([, name = '']) => name));
  const request = fetchRequest({ method: method === 'ANY' ? null : method, path }, (key, m) => {
    switch (key) {
      case 'params': return input('path');
      case 'query': return input('query');
      case 'content': return m.input('body');
      case 'cookies': return input('cookie');
      default: return names.has(key) ? m.input('path', key) : undefined;
    }
  });
  return { values: { request, env: workerEnv(), context: object() } };
}

/** The first handler that gives something back answers. */
function invoke(value: Value, m: Machine, { values }: Exchange, kind: Step['kind']): void {
  const { request = UNDEFINED, env = UNDEFINED, context = UNDEFINED } = values;
  const site = value.t === 'fn' ? value.site : null;
  answerWith(m, m.call(value, [request, env, context], { site }), site, kind);
}

/** Served by its module's default, by the use of its `fetch`, or where nothing says what is. */
function isApp(program: Program): (router: Router) => boolean {
  const exported = [...program.modules.values()].flatMap(module => ['default', 'export='].flatMap(name => program.exported(module, name) ?? []))
    .flatMap(value => [value, ...value.t === 'object' ? [...value.props.values(), ...value.spreads] : []]);
  const served = new Set([...program.collected<Router>(SERVED), ...exported.flatMap(alternatives).flatMap(one => routerOf(one) ?? []), ...usedBy(program, new Set(['fetch', 'handle'])).flatMap(one => routers.routerOf(one) ?? [])].map(one => one.state));
  return router => served.has(router.state) || served.size === 0;
}

const routers: CallRouters = callRouters({ dialect: 'itty-router', verbs, members, rules: { routerOf: value => routerOf(value), invoke, exchange, handlesErrors: () => false, absolute: true } });

/** `Router({ base, before })`. */
const factory = (name: string): NativeValue => native(name, (m, call: Call) => {
  const router = routers.create(m, true, call.site);
  const [options] = call.args;
  if (options?.t !== 'object') return router as Value;
  const base = m.get(options, 'base');
  if (base.t !== 'lit' || typeof base.v === 'string') router.state.prefix.push(base);
  const before = m.get(options, 'before');
  if (before.t === 'list') register(m, router, { kind: 'use', methods: [], path: null, handlers: before.items, sites: before.items.map(() => call.site) }, call);
  return router as Value;
});

const answer = (name: string, status: number): NativeValue => native(name, (m, call) => response(m, { body: call.args[0] ?? UNDEFINED, status: statusIn(m, call.args[1], status), goesOn: false, via: name }, call.site));

/** `error(401, 'who are you?')` is an answer, and so is an error with a status. */
const error = native('error', (m, call) => {
  const [first = lit(500), body] = call.args;
  const status = first.t === 'object' || first.t === 'instance' ? m.get(first, 'status') : first;
  const told = body?.t === 'object' ? body : object([['status', status], ['error', body ?? lit('Error')]]);
  return response(m, { body: told, status, goesOn: false, via: 'error' }, call.site);
});
const status = native('status', (m, call) => response(m, { body: UNDEFINED, status: call.args[0] ?? lit(200), goesOn: false, via: 'status' }, call.site));
const missing = native('missing', (m, call) => response(m, { body: UNDEFINED, status: lit(404), goesOn: false, via: 'missing' }, call.site));
const statusError = native('StatusError', (_m, call) => object([['name', lit('StatusError')], ['status', call.args[0] ?? lit(500)], ['message', call.args[1] ?? UNDEFINED]], call.site));
const nothing = (name: string): NativeValue => native(name, () => UNDEFINED);

const exported: Readonly<Record<string, Value>> = {
  Router: factory('Router'), IttyRouter: factory('IttyRouter'), AutoRouter: factory('AutoRouter'), error, status, missing, StatusError: statusError,
  json: answer('json', 200), text: answer('text', 200), html: answer('html', 200), withContent: nothing('withContent'), withParams: nothing('withParams'), withCookies: nothing('withCookies'),
  createResponse: native('createResponse', () => answer('createResponse', 200)),
  cors: native('cors', () => object([['preflight', nothing('preflight')], ['corsify', native('corsify', (_m, call) => call.args[0] ?? UNDEFINED)]])),
};
const ROUTER_NAMES: ReadonlySet<string> = new Set(['Router', 'IttyRouter', 'AutoRouter']);

/** itty-router (https://itty.dev): the first handler that gives something back answers; routers know their whole paths. */
export const dialect: Dialect = {
  name: 'itty-router',
  packages: ['itty-router', 'itty-router-extras'],
  registrars: verbs,
  models: () => ({
    imports(specifier, name) {
      if (specifier !== 'itty-router' && specifier !== 'itty-router-extras' && !specifier.startsWith('itty-router/')) return undefined;
      return specifier.startsWith('itty-router/') ? exported[specifier.slice('itty-router/'.length)] : exported[name];
    },
    types: (type, site) => type.specifier === 'itty-router' && (ROUTER_NAMES.has(type.name.replace(/Type$/, ''))) ? routers.assumed(site, true) : undefined,
  }),
  routes: program => routers.endpoints(program, { isApp: isApp(program) }),
};
