import { GraphQLError } from 'graphql';
import { allow, and, or, rule, shield } from 'graphql-shield';
import type { User } from './context';

interface Ctx { user: User | null }
const isSignedIn = rule({ cache: 'contextual' })((_parent, _args, ctx: Ctx) => ctx.user !== null);
const isAdmin = rule('admin')(async (_parent, _args, { user }: Ctx) => user?.role === 'admin');
const isEditor = rule()((_parent, _args, { user }: Ctx) => (user?.role === 'editor' ? true : new GraphQLError('editors only', { extensions: { code: 'FORBIDDEN' } })));

export const permissions = shield(
  { Root: { ruled: isSignedIn, either: or(isAdmin, isEditor), allowed: allow }, Changes: { '*': isSignedIn, removePost: and(isSignedIn, isAdmin) } },
  { fallbackRule: allow, allowExternalErrors: true },
);
