import express, { type Express } from 'express';
import { adminRouter } from './admin';
import { requireRole } from './auth/require-role';
import { requireUser } from './auth/require-user';
import { paths } from './config/paths';
import type { Deps } from './deps';
import { createAuthRouter } from './routes/auth';
import { createFilesRouter } from './routes/files';
import healthRouter from './routes/health';
import { ItemsController } from './routes/items';
import { createLookupRouter } from './routes/lookup';

export function createApp(deps: Deps): Express {
  const app = express();
  app.use(express.json());

  app.use(healthRouter);
  app.use('/auth', createAuthRouter(deps));
  app.use(createLookupRouter(deps));
  app.use('/items', new ItemsController(deps).router);
  app.use(paths.files, requireUser, createFilesRouter());
  app.use(paths.admin, requireUser, requireRole('admin'), adminRouter(deps));

  return app;
}
