import type { Machine } from '../../evaluate/machine';
import type { Call, NativeValue, Value } from '../../evaluate/value';
import { alternatives, hole, lit, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { enter, servingHandler } from '../served';
import type { Router } from './router';
import { isRouter } from './router';

/** How a request reaches the procedures of a router. */
export interface Server {
  readonly router: Router;
  /** `createContext`, if there is one. */
  readonly createContext: Value | null;
  /** Procedures under their names, or the ones that say a path of their own (`meta.openapi`). */
  readonly style: 'names' | 'openapi';
  /** Queries may be sent as POST. */
  readonly override: boolean;
}

/** A server of its own: what listens, and what it serves below which path. */
export interface Standalone { readonly server: Server; readonly base: Value | null; readonly site: Site | null; readonly socket: boolean }

/** How what goes on into the procedures is told. */
export const VIA = '#trpc';

const present = (v: Value | undefined): Value | null => v === undefined || (v.t === 'lit' && (v.v === undefined || v.v === null)) ? null : v;

/** The servers that options describe: one for each router that is possible. */
function serversOf(m: Machine, options: Value | undefined, style: Server['style']): readonly Server[] {
  if (!options || options.t === 'lit') return [];
  const createContext = present(m.get(options, 'createContext'));
  return alternatives(m.get(options, 'router')).filter(one => isRouter(one)).map(router => remembered(m, {
    router, createContext, style, override: m.truth(m.get(options, 'allowMethodOverride')) === true,
  }));
}

/** One router with one context is one server, however often it is asked for. */
function remembered(m: Machine, server: Server): Server {
  const all = m.program.collected<Server>('trpc.server');
  const known = all.find(one => one.router.state === server.router.state && one.style === server.style && one.createContext === server.createContext);
  if (!known) all.push(server);
  return known ?? server;
}

/** Makes the context and goes on to the procedure. */
function goOn(m: Machine, options: Value | undefined, style: Server['style'], given: readonly Value[], site: Site | null): void {
  for (const server of serversOf(m, options, style)) {
    const context = server.createContext ? m.call(server.createContext, given, { site }) : object();
    enter(m, VIA, server, context, site);
  }
}

const info = (): Value => object([['calls', hole('the calls of a batch')], ['connectionParams', hole('parameters of a connection')], ['type', hole('the type of a call')]]);

/** What an adapter hands to `createContext`, from what its handler is called with. */
type Given = (m: Machine, handlerArgs: readonly Value[], options: Value) => readonly Value[];

const node: Given = (_m, [req = UNDEFINED, res = UNDEFINED]) => [object([['req', req], ['res', res], ['info', info()]])];
const fetched: Given = (m, _args, options) => [object([['req', m.get(options, 'req')], ['resHeaders', object()], ['info', info()]])];
const hono: Given = (m, [c = UNDEFINED]) => [object([['req', m.get(m.get(c, 'req'), 'raw')], ['resHeaders', object()], ['info', info()]]), c];
const event: Given = (_m, [one = UNDEFINED]) => [one];

/** A function that makes a handler from options. */
function maker(name: string, given: Given, style: Server['style'] = 'names'): NativeValue {
  return native(name, (_m, call) => servingHandler(name, (m, inner) => {
    goOn(m, call.args[0], style, given(m, inner.args, call.args[0] ?? UNDEFINED), call.site);
    return UNDEFINED;
  }));
}

/** A function that answers one request, given with the options. */
function direct(name: string, given: Given, style: Server['style'] = 'names'): NativeValue {
  return native(name, (m, call) => {
    const [options = UNDEFINED] = call.args;
    goOn(m, options, style, given(m, [m.get(options, 'req'), m.get(options, 'res')], options), call.site);
    return hole('an answer of a procedure', call.site);
  });
}

function stands(m: Machine, options: Value | undefined, base: Value | null, site: Site | null, socket: boolean): void {
  const all = m.program.collected<Standalone>('trpc.standalone');
  for (const server of serversOf(m, options, 'names')) all.push({ server, base, site, socket });
}

/** `createHTTPServer(options)`: listens by itself. */
const httpServer = native('createHTTPServer', (m, call) => {
  const [options] = call.args;
  stands(m, options, options ? present(m.get(options, 'basePath')) : null, call.site, false);
  const server: Value = object(['listen', 'on', 'close', 'address'].map(name => [name, native(`server.${name}`, (_m, inner) => inner.self)] as const));
  return server;
});

/** `applyWSSHandler(options)`: procedures over a socket. */
const sockets = native('applyWSSHandler', (m, call) => {
  stands(m, call.args[0], null, call.site, true);
  return object([['broadcastReconnectNotification', native('broadcastReconnectNotification', () => UNDEFINED)]]);
});

/** A handler of a function platform: which addresses lead to it is said elsewhere. */
const platform = (name: string): NativeValue => native(name, (m, call) => {
  stands(m, call.args[0], hole('where the function is attached', call.site), call.site, false);
  return native(`${name} handler`, () => UNDEFINED);
});

/** `fastify.register(fastifyTRPCPlugin, { prefix, trpcOptions })`: a route below the prefix of its context. */
const fastifyPlugin = native('fastifyTRPCPlugin', (m, call: Call) => {
  const [instance = UNDEFINED, options = UNDEFINED] = call.args;
  const trpcOptions = m.get(options, 'trpcOptions');
  const handler = servingHandler('fastifyTRPCPlugin', (machine, inner) => {
    goOn(machine, trpcOptions, 'names', node(machine, inner.args, trpcOptions), call.site);
    return UNDEFINED;
  });
  // Where the context has a prefix, the option named it.
  const inside = stringOf(m.get(instance, 'prefix'));
  const prefix = inside === undefined || inside === '' ? stringOf(m.get(options, 'prefix')) ?? '' : '';
  m.call(m.get(instance, 'all'), [lit(`${prefix}/:path`), handler], { self: instance, site: call.site });
  return UNDEFINED;
});

const ADAPTERS: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  '@trpc/server/adapters/express': { createExpressMiddleware: maker('createExpressMiddleware', node) },
  '@trpc/server/adapters/standalone': { createHTTPServer: httpServer, createHTTPHandler: maker('createHTTPHandler', node), createHTTP2Handler: maker('createHTTP2Handler', node) },
  '@trpc/server/adapters/node-http': { nodeHTTPRequestHandler: direct('nodeHTTPRequestHandler', node) },
  '@trpc/server/adapters/fetch': { fetchRequestHandler: direct('fetchRequestHandler', fetched) },
  '@trpc/server/adapters/next': { createNextApiHandler: maker('createNextApiHandler', node) },
  '@trpc/server/adapters/fastify': { fastifyTRPCPlugin: fastifyPlugin, fastifyRequestHandler: direct('fastifyRequestHandler', node) },
  '@trpc/server/adapters/aws-lambda': { awsLambdaRequestHandler: platform('awsLambdaRequestHandler'), awsLambdaStreamingRequestHandler: platform('awsLambdaStreamingRequestHandler') },
  '@trpc/server/adapters/ws': { applyWSSHandler: sockets },
  '@hono/trpc-server': { trpcServer: maker('trpcServer', hono) },
  'trpc-nuxt': { createNuxtApiHandler: maker('createNuxtApiHandler', event) },
  'trpc-nuxt/server': { createTRPCNuxtHandler: maker('createTRPCNuxtHandler', event) },
};
for (const name of ['trpc-openapi', 'trpc-to-openapi']) Object.assign(ADAPTERS, { [name]: {
  createOpenApiExpressMiddleware: maker('createOpenApiExpressMiddleware', node, 'openapi'), createOpenApiNextHandler: maker('createOpenApiNextHandler', node, 'openapi'),
  createOpenApiHttpHandler: maker('createOpenApiHttpHandler', node, 'openapi'), createOpenApiFetchHandler: direct('createOpenApiFetchHandler', fetched, 'openapi'),
} });

/** What the adapters export. */
export function adapterValue(specifier: string, name: string): Value | undefined {
  const exports = Object.hasOwn(ADAPTERS, specifier) ? ADAPTERS[specifier] : undefined;
  return exports && Object.hasOwn(exports, name) ? exports[name] : undefined;
}

/** Packages whose import says that a module may serve procedures. */
export const SERVING = /^@trpc\/server\/adapters\/|^@hono\/trpc-server$|^trpc-(nuxt|openapi|to-openapi)(\/|$)/;
