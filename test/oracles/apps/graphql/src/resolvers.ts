import { GraphQLError } from 'graphql';
import type { Context } from '@/context';
import { signedIn, withRole } from '@/guards';
import { hashPassword } from '@/lib/password';
import { issueToken } from '@/lib/token';

export const resolvers = {
  Query: {
    health: () => ({ status: 'ok' }),
    items: signedIn((_parent, _args, { prisma }) => prisma.item.findMany({ select: { id: true, name: true } })),
    item: signedIn((_parent, { id }, { prisma }) => prisma.item.findUnique({ where: { id } })),
    file: signedIn((_parent, { name }) => ({ name, size: name.length })),
    lookup: async (_parent: unknown, { email }: { email: string }, { prisma }: Context) => ({ exists: (await prisma.user.findUnique({ where: { email } })) !== null }),
  },
  Mutation: {
    async login(_parent: unknown, { email, password }: { email: string; password: string }, { prisma }: Context) {
      const user = await prisma.user.findUnique({ where: { email } });
      if (!user || user.passwordHash !== hashPassword(password)) throw new GraphQLError('e-mail or password is wrong', { extensions: { code: 'UNAUTHENTICATED' } });
      return { token: issueToken({ sub: user.id, role: user.role }) };
    },
    createItem: (_parent: unknown, { input }: { input: any }, { prisma }: Context) => prisma.item.create({ data: input }),
    updateItem: signedIn((_parent, { id, name }, { prisma }) => prisma.item.update({ where: { id }, data: { name } })),
  },
};

export const adminResolvers = {
  Query: { users: withRole('admin', (_parent, _args, { prisma }) => prisma.user.findMany()) },
  Mutation: {
    removeUser: withRole('admin', async (_parent, { id }, { prisma }) => {
      await prisma.user.delete({ where: { id } });
      return true;
    }),
  },
};
