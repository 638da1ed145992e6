import { Router } from 'express';
import type { Deps } from '../deps';
import { usersRouter } from './users';

export function adminRouter(deps: Deps): Router {
  const router = Router();
  router.use('/users', usersRouter(deps));
  return router;
}
