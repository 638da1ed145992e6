import { GraphQLError } from 'graphql';
import type { User } from './context';

interface Ctx { user: User | null }
const stored = { id: '1', title: 'a', secret: 's', internal: true, authorId: '1' };

function assertUser(ctx: Ctx): asserts ctx is { user: User } {
  if (ctx.user === null) throw new GraphQLError('nobody', { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
}

class Posts {
  all = () => [stored];
  one = (_parent: unknown, { id }: { id: string }) => (id === '1' ? stored : null);
  mine = (_parent: unknown, _args: unknown, ctx: Ctx) => {
    assertUser(ctx);
    return [stored];
  };
}

const posts = new Posts();
const flags = Object.fromEntries(['alpha', 'beta'].map((name) => [name, () => true]));

export const resolvers = {
  Root: {
    posts: posts.all, post: posts.one, mine: posts.mine,
    ruled: () => 'x', either: () => 'x', allowed: () => 'x',
    silent: (_parent: unknown, _args: unknown, { user }: Ctx) => (user ? user.sub : 'nobody'),
    returned: (_parent: unknown, _args: unknown, { user }: Ctx) => (user ? 'x' : new GraphQLError('nobody', { extensions: { code: 'UNAUTHENTICATED' } })),
    ...flags,
  },
  Changes: {
    addPost: (_parent: unknown, { title }: { title: string }) => ({ id: '2', title }),
    removePost: () => true,
    sweep: () => true,
  },
  Post: { author: () => ({ id: '1', name: 'x', email: 'x@example.com' }), comments: () => [{ id: '1', text: 't', ip: '::1' }] },
  Author: { posts: () => [stored] },
};
