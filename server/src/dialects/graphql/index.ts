import { concat } from '../../evaluate/operators';
import type { Machine } from '../../evaluate/machine';
import type { Call, Value } from '../../evaluate/value';
import { alternatives, lit, native, object, stringOf, TRUE, UNDEFINED } from '../../evaluate/value';
import type { Dialect } from '../dialect';
import { behind } from './endpoints';
import { createSchema, extended, flat, isSchema, merged, schemaIn } from './schema';
import { SERVERS } from './serve';
import { isPermissions, shieldModule } from './shield';

/** `gql`…``: the text; called as a function, what it is given. */
const gql = native('gql', (_m, call) => {
  const [quasis = UNDEFINED, ...parts] = call.args;
  if (quasis.t !== 'list') return quasis;
  return concat(quasis.items.flatMap((quasi, index) => [quasi, ...parts[index] ? [parts[index]] : []]));
});

const fromOptions = (name: string): Value => native(name, (m, call) => schemaIn(m, call.args[0], call.site));
const buildSchema = native('buildSchema', (m, call) => createSchema(m, { typeDefs: [call.args[0] ?? UNDEFINED] }, call.site));
const mergeSchemas = native('mergeSchemas', (m, call) => {
  const [options = UNDEFINED] = call.args;
  const schemas = m.get(options, 'schemas');
  const own = m.get(options, 'typeDefs').t === 'lit' && m.get(options, 'resolvers').t === 'lit' ? [] : [schemaIn(m, object([['typeDefs', m.get(options, 'typeDefs')], ['resolvers', m.get(options, 'resolvers')]]), call.site)];
  return merged(m, [...schemas.t === 'list' ? schemas.items.flatMap(alternatives) : [], ...own], call.site);
});
const parts = (name: string): Value => native(name, (_m, call) => flat(call.args.slice(0, 1)));

/** `addResolversToSchema({ schema, resolvers })`. */
const addResolvers = native('addResolversToSchema', (m, call) => {
  const [options = UNDEFINED] = call.args;
  const schema = m.get(options, 'schema');
  return isSchema(schema) ? extended(m, schema, { resolvers: [...schema.state.resolvers, m.get(options, 'resolvers')] }, call.site) : schema;
});

/** `applyMiddleware(schema, …middlewares)`: permissions are kept, other middleware goes on. */
const applyMiddleware = native('applyMiddleware', (m, call) => {
  const [schema, ...others] = call.args;
  if (!isSchema(schema)) return schema ?? UNDEFINED;
  const permissions = others.flatMap(one => one.t === 'list' ? one.items : [one]).filter(isPermissions);
  return permissions.length > 0 ? extended(m, schema, { permissions: [...schema.state.permissions, ...permissions] }, call.site) : schema;
});

/** An error of the answer; its code says what it means. */
function graphqlError(m: Machine, call: Call): Value {
  const [message = UNDEFINED, options] = call.args;
  const extensions = options && options.t !== 'lit' ? m.get(options, 'extensions') : UNDEFINED;
  const code = extensions.t === 'lit' ? undefined : stringOf(m.get(extensions, 'code'));
  const http = extensions.t === 'lit' ? UNDEFINED : m.get(extensions, 'http');
  const status = http.t === 'lit' ? UNDEFINED : m.get(http, 'status');
  return object([['name', lit('GraphQLError')], ['message', message], ['extensions', extensions], ['isError', TRUE], ...code === undefined ? [] : [['code', lit(code)] as const], ...status.t === 'lit' && typeof status.v === 'number' ? [['status', status] as const] : []]);
}
const errorClass = native('GraphQLError', graphqlError);

/** `skip` of graphql-resolvers: the next one decides. */
const skip = UNDEFINED;
/** `combineResolvers(a, b)`: the first that gives something answers. */
const combineResolvers = native('combineResolvers', (_m, call) => native('combineResolvers', (m, inner) => {
  let result: Value = UNDEFINED;
  for (const [index, one] of call.args.entries()) {
    result = m.call(one, inner.args, { site: call.argSites[index] ?? call.site });
    if (!m.alive) return UNDEFINED;
    if (alternatives(result).every(value => value.t !== 'lit' || (value.v !== undefined))) return result;
  }
  return result;
}));

const TOOLS: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  '@graphql-tools/schema': { makeExecutableSchema: fromOptions('makeExecutableSchema'), mergeSchemas, addResolversToSchema: addResolvers },
  'graphql-tools': { makeExecutableSchema: fromOptions('makeExecutableSchema'), mergeSchemas },
  '@graphql-tools/merge': { mergeTypeDefs: parts('mergeTypeDefs'), mergeResolvers: parts('mergeResolvers') },
  '@apollo/subgraph': { buildSubgraphSchema: fromOptions('buildSubgraphSchema') },
  'graphql-yoga': { createSchema: fromOptions('createSchema') },
  graphql: { buildSchema, GraphQLError: errorClass },
  'graphql-tag': { default: gql, gql },
  'graphql-middleware': { applyMiddleware },
  'graphql-shield': shieldModule,
  'graphql-resolvers': { combineResolvers, skip, pipeResolvers: combineResolvers },
};
const GQL: ReadonlySet<string> = new Set(['graphql-tag', 'apollo-server', 'apollo-server-express', 'apollo-server-micro', 'apollo-server-koa', 'apollo-server-core', 'mercurius-codegen', 'apollo-server-fastify']);

/** What packages of GraphQL export. */
function moduleValue(specifier: string, name: string): Value | undefined {
  if (name === 'gql' && GQL.has(specifier)) return gql;
  if (name === 'GraphQLError' && (specifier === 'graphql-yoga' || specifier === 'graphql')) return errorClass;
  for (const table of [SERVERS, TOOLS]) {
    const exports = Object.hasOwn(table, specifier) ? table[specifier] : undefined;
    if (!exports) continue;
    if (Object.hasOwn(exports, name)) return exports[name];
    if ((name === '*' || name === 'export=') && exports['default']) return exports['default'];
  }
  return undefined;
}

/** GraphQL over HTTP (https://graphql.github.io/graphql-over-http): an address, and behind it the root fields of a schema with their resolvers. */
export const dialect: Dialect = {
  name: 'graphql',
  packages: ['@apollo/server', '@apollo/server/', 'apollo-server', 'apollo-server-express', 'apollo-server-micro', 'apollo-server-koa', 'apollo-server-fastify', '@as-integrations/', 'graphql-yoga', 'mercurius', 'graphql-http', 'graphql-http/', 'express-graphql', '@graphql-tools/schema', 'graphql-shield', 'graphql-middleware', '@apollo/subgraph'],
  registrars: new Set(['applyMiddleware']),
  models: () => ({ imports: moduleValue }),
  routes: () => [],
  behind,
};

