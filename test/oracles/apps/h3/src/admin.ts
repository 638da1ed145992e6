import { createRouter, defineEventHandler, getRouterParam } from 'h3';
import { prisma } from './prisma';

const users = createRouter();

users.get('/users', defineEventHandler(async () => {
  const all = await prisma.user.findMany();
  return all.map(({ id, email, role }) => ({ id, email, role }));
}));

users.delete('/users/:id', defineEventHandler(async (event) => {
  await prisma.user.delete({ where: { id: Number(getRouterParam(event, 'id')) } });
  return null;
}));

export default users;
