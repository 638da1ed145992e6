import { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import { makeExecutableSchema } from '@graphql-tools/schema';
import express from 'express';
import { createContext, type Context } from '@/context';
import { adminResolvers, resolvers } from '@/resolvers';
import { adminTypeDefs, typeDefs } from '@/types';

export const schema = makeExecutableSchema({ typeDefs: [typeDefs, adminTypeDefs], resolvers: [resolvers, adminResolvers] });

export async function createApp() {
  const app = express();
  const server = new ApolloServer<Context>({ schema });
  await server.start();
  app.use('/graphql', express.json(), expressMiddleware(server, { context: createContext }));
  return app;
}
