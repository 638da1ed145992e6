import express, { type NextFunction, type Request, type Response } from 'express';
import { RegisterRoutes } from '../build/routes';

export const app = express();

app.use(express.json());
RegisterRoutes(app);

app.use((error: { status?: number; message?: string }, _req: Request, res: Response, _next: NextFunction) => {
  res.status(error.status ?? 500).json({ message: error.message });
});
