import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import type { Machine } from '../../evaluate/machine';
import { registrationSite } from '../../evaluate/registration';
import type { Program } from '../../evaluate/program';
import type { Call, ModelType, ModelValue, Value } from '../../evaluate/value';
import { alternatives, lit, model, native, object, UNDEFINED } from '../../evaluate/value';
import type { Dialect } from '../dialect';
import type { RouterEntry, RouterState, RoutingRules } from '../routing';
import { flatten } from '../routing';
import { expressExchange, expressInvoke } from './exchange';
import { expressPath } from './paths';

/** The methods that Express makes functions for (package `methods`), with `del` of version 4. */
const verbs: ReadonlySet<string> = new Set([
  'get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'del', 'copy', 'lock', 'mkcol', 'move', 'propfind', 'proppatch', 'purge', 'report', 'search',
  'unlock', 'checkout', 'merge', 'notify', 'subscribe', 'unsubscribe', 'trace', 'link', 'unlink', 'query',
]);
const methodOf = (verb: string): string => verb === 'all' ? 'ANY' : verb === 'del' ? 'DELETE' : verb.toUpperCase();
const settings: ReadonlySet<string> = new Set(['set', 'enable', 'disable', 'engine', 'on', 'setMaxListeners']);

function register(m: Machine, router: ModelValue<RouterState>, entry: Omit<RouterEntry, 'conditional' | 'site'>, call: Call): void {
  if (!m.alive) return;
  m.heap.push<RouterEntry>(router.state.entries as RouterEntry[], { ...entry, site: call.site ? registrationSite(m, call.site) : router.state.site ?? NOWHERE, conditional: m.nesting > 0 });
}

/** Whether an argument is a path rather than a handler. */
function isPath(v: Value): boolean {
  if (v.t === 'list') return v.items.length > 0 && v.items.every(isPath);
  return v.t === 'lit' ? typeof v.v === 'string' : v.t === 'text' || v.t === 'regex' || (v.t === 'union' && v.of.some(isPath) && !v.of.some(one => one.t === 'fn'))
    || (v.t === 'sym' && v.op === 'env');
}

function verb(router: ModelValue<RouterState>, name: string, path: Value | null): Value {
  return native(`router.${name}`, (m, call) => {
    const given = path === null ? call.args.slice(1) : call.args;
    const at = path ?? call.args[0] ?? UNDEFINED;
    // `app.get('setting')` reads a setting.
    if (path === null && name === 'get' && call.args.length === 1) return { t: 'sym', op: 'derived', name: 'setting', from: call.args };
    register(m, router, { kind: 'route', methods: [methodOf(name)], path: at, handlers: given, sites: path === null ? call.argSites.slice(1) : call.argSites }, call);
    return call.self.t === 'model' ? call.self : router as Value;
  });
}

const routeType: ModelType<{ readonly router: ModelValue<RouterState>; readonly path: Value }> = {
  name: 'express.Route',
  get: (self, key) => verbs.has(key) ? verb(self.state.router, key, self.state.path) : undefined,
  index: self => verb(self.state.router, 'all', self.state.path),
};

const routerType: ModelType<RouterState> = {
  name: 'express.Router',
  get: (self, key) => {
    if (verbs.has(key)) return verb(self, key, null);
    if (settings.has(key)) return native(`app.${key}`, () => self as Value);
    switch (key) {
      case 'use': return native('router.use', (m, call) => {
        const [first, ...others] = call.args;
        const path = first && (isPath(first) || (others.length > 0 && !callable(first))) ? first : null;
        register(m, self, { kind: 'use', methods: [], path, handlers: path ? others : call.args, sites: path ? call.argSites.slice(1) : call.argSites }, call);
        return self as Value;
      });
      case 'route': return native('router.route', (_m, call) => model(routeType, { router: self, path: call.args[0] ?? lit('/') }, call.site) as Value);
      case 'param': return native('router.param', (m, call) => {
        register(m, self, { kind: 'param', methods: [], path: call.args[0] ?? null, handlers: call.args.slice(1), sites: call.argSites.slice(1) }, call);
        return self as Value;
      });
      case 'listen': return native('app.listen', (m, call) => { const last = call.args[call.args.length - 1]; if (last?.t === 'fn') m.maybe(() => m.call(last, [], { site: call.site })); return object(); });
      case 'locals': case 'mountpath': return self.props.get(key) ?? object();
      case 'path': return native('app.path', () => lit(''));
      default: return undefined;
    }
  },
  // A verb that is not known: every verb.
  index: (self, key, m, site) => { m.program.note(site, 'a route is registered for a method that is computed'); return verb(self, 'all', null); },
  call: () => UNDEFINED,
};

function callable(v: Value): boolean {
  return v.t === 'fn' || v.t === 'native' || v.t === 'model' || v.t === 'list' || v.t === 'class' || (v.t === 'sym' && (v.op === 'call' || v.op === 'import' || v.op === 'get' || v.op === 'new')) || (v.t === 'union' && v.of.some(callable));
}

function create(m: Machine, app: boolean, site: Site | null, assumed = false): Value {
  const router = model<RouterState>(routerType, { dialect: 'express', app, name: app ? 'app' : 'router', entries: [], prefix: [], site, assumed }, site);
  m.program.collected<ModelValue<RouterState>>('express.router').push(router);
  return router as Value;
}

const routerFactory = native('express.Router', (m, call) => create(m, false, call.site));
/** Body parsers and the like: they go on, always. */
const passing = (name: string): Value => native(name, () => native(name, (m, call) => { if (call.args[2]) m.call(call.args[2], [], { site: call.site }); return UNDEFINED; }));
const staticFiles = native('express.static', () => native('express.static', (m, call) => { if (call.args[2]) m.call(call.args[2], [], { site: call.site }); return UNDEFINED; }));

const parsers = ['json', 'urlencoded', 'text', 'raw'].map(name => [name, passing(`express.${name}`)] as const);
const factory = native('express', (m, call) => create(m, true, call.site), [['Router', routerFactory], ['static', staticFiles], ...parsers]);

const rules: RoutingRules = {
  dialect: 'express', syntax: expressPath, ordered: true,
  routerOf: value => value.t === 'model' && value.type.name === 'express.Router' ? value as ModelValue<RouterState> : undefined,
  invoke: expressInvoke, exchange: expressExchange,
  handlesErrors: value => alternatives(value).some(one => one.t === 'fn' && (one.module.facts.units[one.unit]?.params.length ?? 0) === 4 && one.bound === null),
};

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
      return assumedRouter(site, app);
    },
  }),
  routes(program: Program) {
    return flatten(program.collected<ModelValue<RouterState>>('express.router'), program.machine, rules);
  },
};

/** A router that stands for a parameter nobody passed one for; it is collected when something is registered on it. */
function assumedRouter(site: Site, app: boolean): Value {
  const router = model<RouterState>({ ...routerType, get: (self, key, m, at) => {
    const all = m.program.collected<ModelValue<RouterState>>('express.router');
    if (!all.includes(self)) all.push(self);
    return routerType.get?.(self, key, m, at);
  } }, { dialect: 'express', app, name: 'router', entries: [], prefix: [], site, assumed: true }, site);
  return router as Value;
}

