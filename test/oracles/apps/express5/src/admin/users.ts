import { Router, type RequestHandler } from 'express';
import type { Deps } from '../deps';

interface RouteDefinition {
  method: 'get' | 'delete';
  path: string;
  handler: RequestHandler;
}

export function usersRouter({ prisma }: Deps): Router {
  const routes: RouteDefinition[] = [
    {
      method: 'get',
      path: '/',
      handler: async (_req, res) => {
        const users = await prisma.user.findMany();
        res.json(users.map(({ id, email, role }) => ({ id, email, role })));
      },
    },
    {
      method: 'delete',
      path: '/:id',
      handler: async (req, res) => {
        await prisma.user.delete({ where: { id: Number(req.params.id) } });
        res.status(204).end();
      },
    },
  ];

  const router = Router();
  for (const { method, path, handler } of routes) router[method](path, handler);
  return router;
}
