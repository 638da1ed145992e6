import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { RegisterRoutes } from '../generated/routes';
import './boatsController';

export const app = express();

app.use('/api/v2/boats/logs', (req, res, next) => {
  if (req.headers.authorization === undefined) {
    res.sendStatus(401);
    return;
  }
  next();
});

const router = Router();
RegisterRoutes(router);
app.use('/api', router);

app.use((error: { status?: number }, _req: Request, res: Response, _next: NextFunction) => {
  res.status(error.status ?? 500).json({});
});
