import type { Machine } from '../../evaluate/machine';
import type { Call, ModelType, ModelValue, NativeValue, Value } from '../../evaluate/value';
import { hole, lit, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { fetchRequest } from '../fetch';
import { enter, onTop, servingHandler } from '../served';
import type { Schema } from './schema';
import { isSchema, schemaIn } from './schema';

/** How what goes on into the operations of a schema is told. */
export const VIA = '#graphql';

/** What answers operations: a schema, and what makes the context. */
export interface Server {
  readonly schema: Value;
  readonly context: Value | null;
  readonly site: Site | null;
}

/** A server that listens by itself, at a path. */
export interface Standalone { readonly server: Server; readonly path: Value; readonly given: readonly Value[] | null; readonly site: Site | null }

const present = (v: Value | undefined): Value | null => v === undefined || (v.t === 'lit' && (v.v === undefined || v.v === null)) ? null : v;

/** Makes the context: a function's result, or the value as it is. */
function contextFrom(m: Machine, context: Value | null, given: readonly Value[], otherwise: Value, site: Site | null): Value {
  if (context === null) return otherwise;
  return context.t === 'fn' || context.t === 'native' || context.t === 'union' ? m.call(context, given, { site }) : context;
}

function goOn(m: Machine, server: Server, given: readonly Value[], otherwise: Value, site: Site | null): void {
  const made = contextFrom(m, server.context, given, otherwise, site);
  enter(m, VIA, server, made, site);
}

/** What a context function gets, from what the host calls the handler with; `base` is what is in the context besides. */
type Given = (m: Machine, args: readonly Value[]) => { readonly args: readonly Value[]; readonly base: Value };

const reqRes: Given = (_m, [req = UNDEFINED, res = UNDEFINED]) => ({ args: [object([['req', req], ['res', res]])], base: object() });
const positional: Given = (_m, args) => ({ args: args.slice(0, 2), base: object() });
const koaContext: Given = (_m, [ctx = UNDEFINED]) => ({ args: [object([['ctx', ctx]])], base: object() });
const rawRequest: Given = (_m, [req = UNDEFINED]) => ({ args: [object([['raw', req], ['headers', requestHeaders(_m, req)]]), object()], base: object() });
const requestItself: Given = (_m, [req = UNDEFINED, res = UNDEFINED]) => ({ args: [req, res], base: req });

const requestHeaders = (m: Machine, req: Value): Value => m.get(req, 'headers');

/** A handler that answers operations, whatever framework calls it. */
function handler(name: string, server: Server, given: Given, site: Site | null): NativeValue {
  return servingHandler(name, (m, call) => {
    const { args, base } = given(m, call.args);
    goOn(m, server, args, base, site);
    return UNDEFINED;
  });
}

function stands(m: Machine, one: Standalone): void {
  m.program.collected<Standalone>('graphql.standalone').push(one);
}

// Apollo

interface ApolloState { readonly server: Server; readonly options: Value }

const apolloType: ModelType<ApolloState> = {
  name: 'apollo.Server',
  get: (self, key) => {
    const { server } = self.state;
    const silent = native(`server.${key}`, () => UNDEFINED);
    switch (key) {
      case 'start': case 'stop': case 'addPlugin': case 'assertStarted': case 'installSubscriptionHandlers': return silent;
      case 'graphqlPath': return lit('/graphql');
      // Version 3: the server attaches itself.
      case 'applyMiddleware': return native('server.applyMiddleware', (m, call) => { attach(m, server, call); return UNDEFINED; });
      case 'getMiddleware': return native('server.getMiddleware', (_m, call) => handler('ApolloServer', server, reqRes, call.site));
      case 'createHandler': return native('server.createHandler', (_m, call) => handler('ApolloServer', server, reqRes, call.site));
      case 'listen': return native('server.listen', (m, call) => { stands(m, { server, path: lit('/'), given: null, site: call.site }); return object(); });
      case 'executeOperation': return native('server.executeOperation', (_m, call) => hole('the answer of an operation', call.site));
      default: return undefined;
    }
  },
};

/** `server.applyMiddleware({ app, path })`. */
function attach(m: Machine, server: Server, call: Call): void {
  const [options = UNDEFINED] = call.args;
  const app = m.get(options, 'app');
  const path = present(m.get(options, 'path')) ?? lit('/graphql');
  m.call(m.get(app, 'use'), [path, handler('ApolloServer', server, reqRes, call.site)], { self: app, site: call.site });
}

const apolloServer = native('ApolloServer', (m, call) => {
  const [options = UNDEFINED] = call.args;
  return model<ApolloState>(apolloType, { server: { schema: schemaIn(m, options, call.site), context: present(m.get(options, 'context')), site: call.site }, options }, call.site) as Value;
});
const apolloOf = (v: Value | undefined): ModelValue<ApolloState> | undefined => v?.t === 'model' && v.type.name === apolloType.name ? v as ModelValue<ApolloState> : undefined;

/** The server given to an integration, with the context of the integration's options. */
function integrated(m: Machine, call: Call): Server | undefined {
  const [given, options] = call.args;
  const server = apolloOf(given)?.state.server;
  return server && { ...server, context: options && options.t !== 'lit' ? present(m.get(options, 'context')) ?? server.context : server.context };
}

const integration = (name: string, given: Given): NativeValue => native(name, (m, call) => {
  const server = integrated(m, call);
  return server ? handler(name, server, given, call.site) : hole('a server that could not be followed', call.site);
});

const startStandalone = native('startStandaloneServer', (m, call) => {
  const server = integrated(m, call);
  if (server) stands(m, { server, path: lit('/'), given: null, site: call.site });
  return object([['url', hole('the address of the server')]]);
});

/** `fastify.register(fastifyApollo(server), { context })`: a route at `/graphql` or at the path that is said. */
const fastifyApollo = native('fastifyApollo', (_m, outer) => native('fastifyApollo', (m, call) => {
  const [instance = UNDEFINED, options = UNDEFINED] = call.args;
  const server = apolloOf(outer.args[0])?.state.server;
  if (!server) return UNDEFINED;
  const own = { ...server, context: present(m.get(options, 'context')) ?? server.context };
  m.call(m.get(instance, 'route'), [object([['method', object()], ['method', lit('POST')], ['url', present(m.get(options, 'path')) ?? lit('/graphql')], ['handler', handler('fastifyApollo', own, positional, outer.site)]])], { self: instance, site: outer.site });
  return UNDEFINED;
}, [['Symbol(skip-override)', lit(true)]]));

/** `fastify.register(mercurius, { schema, resolvers, context, path })`. */
const mercurius: NativeValue = native('mercurius', (m, call) => {
  const [instance = UNDEFINED, options = UNDEFINED] = call.args;
  const text = m.get(options, 'schema');
  const schema = isSchema(text) ? text : schemaIn(m, object([['typeDefs', text], ['resolvers', m.get(options, 'resolvers')]]), call.site);
  const server: Server = { schema, context: present(m.get(options, 'context')), site: call.site };
  if (m.truth(m.get(options, 'routes')) === false && m.get(options, 'routes').t === 'lit' && stringOf(m.get(options, 'path')) === undefined && present(m.get(options, 'routes')) !== null) return UNDEFINED;
  m.call(m.get(instance, 'post'), [present(m.get(options, 'path')) ?? lit('/graphql'), handler('mercurius', server, positional, call.site)], { self: instance, site: call.site });
  return UNDEFINED;
}, [['Symbol(skip-override)', lit(true)]]);

// Yoga

interface YogaState { readonly server: Server; readonly endpoint: Value }

/** The request that Yoga makes of whatever server it runs in, and what comes with it. */
function yogaContext(m: Machine, extra: Value | undefined): Value {
  const base = object([['request', fetchRequest({ method: 'POST', path: '/graphql' })], ['params', m.input('body')]]);
  if (extra?.t === 'object') return { ...base, props: new Map([...base.props, ...extra.props]) };
  return base;
}

/** Runs Yoga: the context of the options is put on top of what the server gives. */
function runYoga(m: Machine, { server }: YogaState, extra: Value | undefined, site: Site | null): void {
  const base = yogaContext(m, extra);
  const made = contextFrom(m, server.context, [base], UNDEFINED, site);
  enter(m, VIA, server, onTop(base, made), site);
}

function createYoga(m: Machine, call: Call): Value {
  const [options = UNDEFINED] = call.args;
  const state: YogaState = { server: { schema: schemaIn(m, options, call.site), context: present(m.get(options, 'context')), site: call.site }, endpoint: present(m.get(options, 'graphqlEndpoint')) ?? lit('/graphql') };
  const nodeExtra = (args: readonly Value[]): Value => object([['req', args[0] ?? UNDEFINED], ['res', args[1] ?? UNDEFINED]]);
  const run = (name: string, extra: (args: readonly Value[]) => Value | undefined): NativeValue => servingHandler(name, (machine, inner) => {
    runYoga(machine, state, extra(inner.args), call.site);
    return hole('an answer of operations', call.site);
  });
  const yoga = run('yoga', args => args.length > 1 ? nodeExtra(args) : undefined);
  const second = (args: readonly Value[]): Value | undefined => args[1];
  for (const name of ['handleRequest', 'fetch', 'handle']) yoga.props.set(name, run(name, second));
  for (const name of ['handleNodeRequest', 'handleNodeRequestAndResponse', 'requestListener']) yoga.props.set(name, run(name, args => args.find((arg, index) => index > 0 && arg.t === 'object') ?? nodeExtra(args)));
  yoga.props.set('graphqlEndpoint', state.endpoint);
  yoga.props.set('#yoga', model({ name: 'yoga.Server' }, state) as Value);
  m.program.collected<Value>('graphql.yoga').push(yoga);
  return yoga;
}

/** `createServer(yoga)`, `Bun.serve(yoga)`: where nothing else serves it, it listens at its own path. */
export function yogaOf(v: Value): Standalone | undefined {
  const found = v.t === 'native' ? v.props.get('#yoga') : undefined;
  if (found?.t !== 'model') return undefined;
  const { server, endpoint } = found.state as YogaState;
  return { server, path: endpoint, given: null, site: server.site };
}

/** The context as Yoga makes it for a server of its own. */
export function standaloneContext(m: Machine, server: Server, yoga: boolean, req: Value): Value {
  if (!yoga) return contextFrom(m, server.context, [object([['req', req], ['res', object()]])], object(), server.site);
  const base = yogaContext(m, object([['req', req]]));
  return onTop(base, contextFrom(m, server.context, [base], UNDEFINED, server.site));
}

// graphql-http, express-graphql

const createHandler = (given: Given): NativeValue => native('createHandler', (m, call) => {
  const [options = UNDEFINED] = call.args;
  const make = (of: Value): Server => ({ schema: rooted(m, of, call.site), context: present(m.get(of, 'context')), site: call.site });
  // Options may be made for each request.
  if (options.t === 'fn') return servingHandler('createHandler', (machine, inner) => { const { args, base } = given(machine, inner.args); goOn(machine, make(machine.call(options, inner.args)), args, base, call.site); return UNDEFINED; });
  return handler('createHandler', make(options), given, call.site);
});

/** The schema of options, with the functions of `rootValue`. */
function rooted(m: Machine, options: Value, site: Site | null): Value {
  const schema = schemaIn(m, options, site);
  const rootValue = present(m.get(options, 'rootValue'));
  return isSchema(schema) && rootValue ? { ...schema, state: { ...(schema as Schema).state, rootValue } } : schema;
}

/** What packages of servers export. */
export const SERVERS: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  '@apollo/server': { ApolloServer: apolloServer },
  '@apollo/server/standalone': { startStandaloneServer: startStandalone },
  '@apollo/server/express4': { expressMiddleware: integration('expressMiddleware', reqRes) },
  '@as-integrations/express4': { expressMiddleware: integration('expressMiddleware', reqRes) },
  '@as-integrations/express5': { expressMiddleware: integration('expressMiddleware', reqRes) },
  '@as-integrations/next': { startServerAndCreateNextHandler: integration('startServerAndCreateNextHandler', positional) },
  '@as-integrations/koa': { koaMiddleware: integration('koaMiddleware', koaContext) },
  '@as-integrations/fastify': { default: fastifyApollo, fastifyApolloHandler: integration('fastifyApolloHandler', positional) },
  'apollo-server': { ApolloServer: apolloServer }, 'apollo-server-express': { ApolloServer: apolloServer }, 'apollo-server-micro': { ApolloServer: apolloServer },
  'apollo-server-koa': { ApolloServer: apolloServer }, 'apollo-server-fastify': { ApolloServer: apolloServer },
  'graphql-yoga': { createYoga: native('createYoga', createYoga) },
  mercurius: { default: mercurius, mercurius },
  'graphql-http/lib/use/express': { createHandler: createHandler(rawRequest) }, 'graphql-http/lib/use/http': { createHandler: createHandler(rawRequest) },
  'graphql-http/lib/use/fastify': { createHandler: createHandler(rawRequest) }, 'graphql-http/lib/use/koa': { createHandler: createHandler(rawRequest) },
  'graphql-http/lib/use/fetch': { createHandler: createHandler(rawRequest) }, 'graphql-http': { createHandler: createHandler(rawRequest) },
  'express-graphql': { graphqlHTTP: createHandler(requestItself), default: createHandler(requestItself) },
};

/** Packages whose import says that a module may serve operations. */
export const SERVING = /^(@apollo\/server|apollo-server|@as-integrations\/|graphql-yoga$|mercurius$|graphql-http|express-graphql$|@hono\/graphql-server$)/;
