import type { Machine } from '../../evaluate/machine';
import { concat } from '../../evaluate/operators';
import type { Call, NativeValue, Value } from '../../evaluate/value';
import { lit, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { onEachWay } from '../on-each-way';
import { propertySite } from '../written';

const given = (v: Value): Value | undefined => v.t === 'lit' && (v.v === undefined || v.v === null) ? undefined : v;
/** Whether a part of a contract is a route; else it holds further parts. */
const isRoute = (v: Value): v is Value & { t: 'object' } => v.t === 'object' && v.props.has('method') && v.props.has('path');

/** A contract with a prefix before the paths of all its routes. */
function prefixed(m: Machine, routes: Value, prefix: Value | undefined, depth = 0): Value {
  if (!prefix || routes.t !== 'object' || depth > 8) return routes;
  if (isRoute(routes)) return { ...routes, props: new Map([...routes.props, ['path', concat([prefix, m.get(routes, 'path')])]]) };
  return { ...routes, props: new Map([...routes.props].map(([key, value]) => [key, prefixed(m, value, prefix, depth + 1)])) };
}

/** `initContract()`: contracts are objects. */
const contractTools: Value = object([
  ['router', native('c.router', (m, call) => {
    const [routes = UNDEFINED, options] = call.args;
    return prefixed(m, routes, options?.t === 'object' ? given(m.get(options, 'pathPrefix')) : undefined);
  })],
  ...['query', 'mutation', 'responses'].map((key): [string, Value] => [key, native(`c.${key}`, (_m, call) => call.args[0] ?? UNDEFINED)]),
  ['type', native('c.type', () => object())], ['noBody', native('c.noBody', () => object())], ['otherResponse', native('c.otherResponse', () => object())],
]);

const CONTRACT = '#contract';

/** `initServer()`: an implementation is an object of handlers beside those of the contract. */
const serverTools: Value = object([
  // The plugin of Fastify needs the contract again.
  ['router', native('s.router', (_m, { args: [contract = UNDEFINED, handlers = UNDEFINED] }) => handlers.t === 'object' ? { ...handlers, props: new Map([...handlers.props, [CONTRACT, contract]]) } : handlers)],
  ['route', native('s.route', (_m, call) => call.args[1] ?? UNDEFINED)],
  ['middleware', native('s.middleware', (_m, call) => call.args[0] ?? UNDEFINED)],
  ['registerRouter', native('s.registerRouter', (m, call) => {
    const [contract = UNDEFINED, handlers = UNDEFINED, app = UNDEFINED, options] = call.args;
    addHooks(m, app, options, call.site);
    bind(m, contract, handlers, call, fastifyBinding(app));
    return UNDEFINED;
  })],
  ['plugin', native('s.plugin', (_m, made) => native('plugin', (m, { args: [app = UNDEFINED, options], site }) => {
    const [handlers = UNDEFINED] = made.args;
    addHooks(m, app, options, site);
    bind(m, m.get(handlers, CONTRACT), handlers, made, fastifyBinding(app));
    return UNDEFINED;
  }))],
]);

/** Hooks that an option asks for are those of the instance. */
function addHooks(m: Machine, app: Value, options: Value | undefined, site: Site | null): void {
  const hooks = options?.t === 'object' ? m.get(options, 'hooks') : UNDEFINED;
  if (hooks.t !== 'object') return;
  for (const [name, given] of hooks.props) for (const one of given.t === 'list' ? given.items : [given]) m.call(m.get(app, 'addHook'), [lit(name), one], { self: app, site, argSites: [site, site] });
}

/** Registers one route with the framework underneath. */
type Binding = (m: Machine, route: { readonly method: string; readonly path: Value; readonly guards: readonly Value[]; readonly hooks: Value; readonly handler: Value; readonly name: string; readonly site: Site | null; readonly handlerSite: Site | null }) => void;

/** Walks a contract and its handlers side by side. */
function bind(m: Machine, contract: Value, handlers: Value, call: Call, register: Binding, depth = 0): void {
  if (contract.t !== 'object' || depth > 8) return;
  for (const [key, part] of contract.props) {
    const implemented = m.get(handlers, key);
    if (!isRoute(part)) { if (part.t === 'object') bind(m, part, implemented, call, register, depth + 1); continue; }
    if (!given(implemented)) continue;
    const whole = implemented.t === 'object' ? implemented : undefined;
    const handler = whole ? m.get(whole, 'handler') : implemented;
    const own = whole ? m.get(whole, 'middleware') : UNDEFINED;
    const written = propertySite(m, handlers, key);
    register(m, {
      method: (stringOf(m.get(part, 'method')) ?? 'all').toLowerCase(), path: m.get(part, 'path'), guards: own.t === 'list' ? own.items : [], hooks: whole ? m.get(whole, 'hooks') : UNDEFINED, handler, name: key,
      site: written ?? call.site, handlerSite: handler.t === 'fn' ? handler.site : written,
    });
  }
}

/** What a handler gives back is the answer: `{ status, body }`. */
function answered(m: Machine, result: Value, send: (status: Value, body: Value) => void): void {
  onEachWay(m, result, value => { send(given(m.get(value, 'status')) ?? lit(200), m.get(value, 'body')); });
}

const requestParts = (m: Machine, req: Value): [string, Value][] => ['params', 'query', 'body', 'headers', 'file', 'files'].map(key => [key, m.get(req, key)]);

/** A handler of Express for a handler of a contract. */
const expressHandler = (name: string, handler: Value, site: Site | null): NativeValue => native(name, (m, { args: [req = UNDEFINED, res = UNDEFINED] }) => {
  const result = m.call(handler, [object([...requestParts(m, req), ['req', req], ['res', res]])], { site });
  answered(m, result, (status, body) => { m.call(m.get(m.call(m.get(res, 'status'), [status], { self: res, site }), 'json'), [body], { self: res, site }); });
  return UNDEFINED;
});

const createExpressEndpoints = native('createExpressEndpoints', (m, call) => {
  const [contract = UNDEFINED, handlers = UNDEFINED, app = UNDEFINED, options] = call.args;
  const all = options?.t === 'object' ? m.get(options, 'globalMiddleware') : UNDEFINED;
  bind(m, contract, handlers, call, (machine, { method, path, guards, handler, name, site, handlerSite }) => {
    const steps = [...all.t === 'list' ? all.items : [], ...guards];
    machine.call(machine.get(app, method), [path, ...steps, expressHandler(name, handler, handlerSite)], { self: app, site, argSites: [site, ...steps.map(() => site), handlerSite] });
  });
  return UNDEFINED;
});

/** `s.registerRouter(contract, router, app)` of Fastify. */
const fastifyBinding = (app: Value): Binding => (m, { method, path, hooks, handler, name, site, handlerSite }) => {
  const handle = native(name, (machine, { args: [request = UNDEFINED, reply = UNDEFINED] }) => {
    const result = machine.call(handler, [object([...requestParts(machine, request), ['request', request], ['reply', reply], ['appRoute', object()]])], { site: handlerSite });
    answered(machine, result, (status, body) => { machine.call(machine.get(machine.call(machine.get(reply, 'status'), [status], { self: reply, site: handlerSite }), 'send'), [body], { self: reply, site: handlerSite }); });
    return UNDEFINED;
  });
  m.call(m.get(app, 'route'), [object([['method', lit(method.toUpperCase())], ['url', path], ...hooks.t === 'object' ? hooks.props : [], ['handler', handle]])], { self: app, site, argSites: [site] });
};

/** What the packages of ts-rest export. */
export function tsRest(specifier: string, name: string): Value | undefined {
  switch (`${specifier} ${name}`) {
    case '@ts-rest/core initContract': return native('initContract', () => contractTools);
    case '@ts-rest/express initServer': case '@ts-rest/fastify initServer': return native('initServer', () => serverTools);
    case '@ts-rest/express createExpressEndpoints': return createExpressEndpoints;
    default: return undefined;
  }
}
