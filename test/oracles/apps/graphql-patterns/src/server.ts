import { createServer } from 'node:http';
import { applyMiddleware } from 'graphql-middleware';
import { createSchema, createYoga } from 'graphql-yoga';
import { createContext } from './context';
import { permissions } from './permissions';
import { resolvers } from './resolvers';
import { root } from './types';

export const schema = applyMiddleware(createSchema({ typeDefs: root, resolvers }), permissions);
export const yoga = createYoga({ schema, context: createContext, graphqlEndpoint: '/api/graph', maskedErrors: false, logging: false });
export const server = createServer(yoga);
if (process.env.PORT) server.listen(Number(process.env.PORT));
