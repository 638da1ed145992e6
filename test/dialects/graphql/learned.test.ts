import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../server/src/model/api';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';
import { readSchema } from '../../../server/src/dialects/graphql/sdl';

function endpoints(files: Readonly<Record<string, string>>): readonly Endpoint[] {
  return createWorkspace(memoryTree({ 'package.json': '{ "name": "x" }', ...files }), defaultConfig('2026-01-01')).snapshot().model.endpoints;
}
const told = (files: Readonly<Record<string, string>>): string[] => endpoints(files).map(({ id, state, protocol, auth }) => `${id} ${protocol} ${state} ${auth.status}`).sort();

const schema = `
export const typeDefs = \`#graphql
  """ A user: { } """
  type User @key(fields: "id") { id: ID! "their name" name(short: Boolean = true): String! friends: [User!]! }
  input NewUser { name: String!, role: Role = USER }
  enum Role { USER ADMIN }
  type Query { users(first: Int = 10): [User!]! me: User }
  extend type Query { stats: String @deprecated(reason: "no { use") }
  type Mutation { addUser(input: NewUser!): User login(email: String!, password: String!): String }
\`;
import { GraphQLError } from 'graphql';
const authenticated = (resolver) => (parent, args, ctx, info) => {
  if (!ctx.user) throw new GraphQLError('sign in', { extensions: { code: 'UNAUTHENTICATED' } });
  return resolver(parent, args, ctx, info);
};
export const resolvers = {
  Query: { users: () => [{ id: 1, name: 'a', passwordHash: 'x' }], me: authenticated((_, __, { user }) => ({ id: user.id })), stats: (_p, _a, ctx) => { if (!ctx.user) throw new Error('no'); return 'x'; } },
  Mutation: { addUser: (_, { input }) => ({ id: 2, name: input.name }), login: (_, { email, password }) => email + password },
};
`;
const context = `
import jwt from 'jsonwebtoken';
export async function context({ req }) {
  const token = req.headers.authorization?.split(' ')[1];
  if (!token) return { user: null };
  try { return { user: jwt.verify(token, process.env.SECRET) }; } catch { return { user: null }; }
}
`;
const base = { 'src/schema.ts': schema, 'src/context.ts': context };
const wanted = (path: string): string[] => [
  `POST ${path} graphql live public`, `POST ${path}#Query.users graphql live none`, `POST ${path}#Query.me graphql live required`, `POST ${path}#Query.stats graphql live required`,
  `POST ${path}#Mutation.addUser graphql live none`, `POST ${path}#Mutation.login graphql live public`,
].sort();

describe('operations', () => {
  it('stand behind the middleware of Apollo in Express', () => {
    expect(told({ ...base, 'src/server.ts': `
      import express from 'express';
      import { ApolloServer } from '@apollo/server';
      import { expressMiddleware } from '@as-integrations/express5';
      import { typeDefs, resolvers } from './schema';
      import { context } from './context';
      const app = express();
      const server = new ApolloServer({ typeDefs, resolvers });
      await server.start();
      app.use('/api/graphql', express.json(), expressMiddleware(server, { context }));
      app.listen(3000);` })).toEqual(wanted('/api/graphql'));
  });

  it('stand behind Apollo on its own', () => {
    expect(told({ ...base, 'src/server.ts': `
      import { ApolloServer } from '@apollo/server';
      import { startStandaloneServer } from '@apollo/server/standalone';
      import { typeDefs, resolvers } from './schema';
      import { context } from './context';
      const { url } = await startStandaloneServer(new ApolloServer({ typeDefs, resolvers }), { context, listen: { port: 4000 } });` })).toEqual(wanted('/'));
  });

  it('stand behind Apollo 3, which attaches itself', () => {
    expect(told({ ...base, 'src/server.ts': `
      import express from 'express';
      import { ApolloServer } from 'apollo-server-express';
      import { typeDefs, resolvers } from './schema';
      import { context } from './context';
      const app = express();
      const server = new ApolloServer({ typeDefs, resolvers, context });
      server.applyMiddleware({ app });
      app.listen(3000);` })).toEqual(wanted('/graphql'));
  });

  const yoga = `
    import { createSchema, createYoga } from 'graphql-yoga';
    import { typeDefs, resolvers } from './schema';
    import { context } from './context';
    export const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers }), context: ({ request }) => context({ req: { headers: { authorization: request.headers.get('authorization') } } }) });`;

  it('stand behind Yoga on its own', () => {
    expect(told({ ...base, 'src/server.ts': `${yoga}\nimport { createServer } from 'node:http';\ncreateServer(yoga).listen(4000);` })).toEqual(wanted('/graphql'));
  });

  it('stand behind Yoga in Express', () => {
    expect(told({ ...base, 'src/yoga.ts': yoga, 'src/server.ts': "import express from 'express';\nimport { yoga } from './yoga';\nconst app = express();\napp.use(yoga.graphqlEndpoint, yoga);\napp.listen(1);" })).toEqual(wanted('/graphql'));
  });

  it('stand behind Yoga in a route of Next', () => {
    expect(told({ ...base, 'package.json': '{ "name": "x", "dependencies": { "next": "15.0.0" } }', 'src/yoga.ts': yoga, 'src/app/api/graphql/route.ts': "import { yoga } from '../../../yoga';\nconst { handleRequest } = yoga;\nexport { handleRequest as POST };" })).toEqual(wanted('/api/graphql'));
  });

  it('stand behind the plugin of Mercurius', () => {
    expect(told({ ...base, 'src/server.ts': `
      import Fastify from 'fastify';
      import mercurius from 'mercurius';
      import { typeDefs, resolvers } from './schema';
      import { context } from './context';
      const app = Fastify();
      app.register(mercurius, { schema: typeDefs, resolvers, context: (request) => context({ req: request }) });
      app.listen({ port: 3000 });` })).toEqual(wanted('/graphql'));
  });

  it('stand behind the handler of graphql-http', () => {
    expect(told({ ...base, 'src/server.ts': `
      import express from 'express';
      import { createHandler } from 'graphql-http/lib/use/express';
      import { makeExecutableSchema } from '@graphql-tools/schema';
      import { typeDefs, resolvers } from './schema';
      import { context } from './context';
      const app = express();
      app.all('/graphql', createHandler({ schema: makeExecutableSchema({ typeDefs, resolvers }), context: (req) => context({ req: req.raw }) }));
      app.listen(3000);` })).toEqual(wanted('/graphql'));
  });

  it('are told when nobody serves them', () => {
    expect(told({ ...base, 'src/built.ts': "import { makeExecutableSchema } from '@graphql-tools/schema';\nimport { typeDefs, resolvers } from './schema';\nexport const schema = makeExecutableSchema({ typeDefs, resolvers });" }))
      .toContain('POST /#Query.users graphql unmounted none');
  });

  it('are not known where the schema is not', () => {
    expect(told({ 'src/server.ts': `
      import express from 'express';
      import { createHandler } from 'graphql-http/lib/use/express';
      import { schema } from 'our-schema';
      const app = express();
      app.all('/graphql', createHandler({ schema }));
      app.listen(3000);` })).toEqual(['POST /graphql graphql live unknown']);
  });
});

it('send what their type has', () => {
  const found = endpoints({ ...base, 'src/server.ts': "import { ApolloServer } from '@apollo/server';\nimport { startStandaloneServer } from '@apollo/server/standalone';\nimport { typeDefs, resolvers } from './schema';\nstartStandaloneServer(new ApolloServer({ typeDefs, resolvers }));" });
  const users = found.find(({ id }) => id === 'POST /#Query.users');
  expect(users?.responses.flatMap(({ fields }) => fields.map(({ path }) => path)).sort()).toEqual(['[].id', '[].name']);
  expect(found.find(({ id }) => id === 'POST /#Mutation.login')?.requestBody?.fields.map(({ path }) => path)).toEqual(['email', 'password']);
});

it('reads schema texts however they end', () => {
  const text = 'schema { query: Root } type Root implements A & B { a(x: [Int!]! = [1, 2], y: In = { z: 1 }): [T!]! @auth(role: "x)") b: String } scalar Date';
  const whole = readSchema([text]);
  expect(whole.roots.get('query')).toBe('Root');
  expect([...whole.types.get('Root')?.values() ?? []]).toEqual([
    { name: 'a', type: 'T', list: true, args: [{ name: 'x', required: false }, { name: 'y', required: false }], directives: ['auth'] },
    { name: 'b', type: 'String', list: false, args: [], directives: [] },
  ]);
  for (let end = 0; end < text.length; end++) expect(() => readSchema([text.slice(0, end)])).not.toThrow();
});
