import { GraphQLError } from 'graphql';
import type { Context } from '@/context';

type Resolver = (parent: unknown, args: any, context: Context, info: unknown) => unknown;

export const signedIn = (resolver: Resolver): Resolver => (parent, args, context, info) => {
  if (!context.user) throw new GraphQLError('sign in first', { extensions: { code: 'UNAUTHENTICATED' } });
  return resolver(parent, args, context, info);
};

export const withRole = (role: string, resolver: Resolver) => signedIn((parent, args, context, info) => {
  if (context.user?.role !== role) throw new GraphQLError('not for you', { extensions: { code: 'FORBIDDEN' } });
  return resolver(parent, args, context, info);
});
