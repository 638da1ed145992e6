import 'reflect-metadata';
import { type NextFunction, type Request, type Response, Router } from 'express';
import { Container } from 'inversify';
import { InversifyExpressServer } from 'inversify-express-utils';
import { GardenAuthProvider, isSignedIn } from './auth';
import { bindings } from './bindings';
import './beds.controller';
import './plants.controller';

const container = new Container();
container.load(bindings);

const router = Router();
router.use('/beds', (req: Request, res: Response, next: NextFunction) => {
  if (!isSignedIn(req)) {
    res.sendStatus(401);
    return;
  }
  next();
});

const server = new InversifyExpressServer(container, router, { rootPath: '/garden/v1' }, null, GardenAuthProvider);

export const app = server.build();
