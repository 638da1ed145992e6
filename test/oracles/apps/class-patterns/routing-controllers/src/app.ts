import 'reflect-metadata';
import express from 'express';
import { useExpressServer } from 'routing-controllers';
import { authorizationChecker, currentUserChecker } from './auth/checkers';
import { RequireToken } from './auth/require-token';
import { BooksController, ReportsController } from './controllers/books';
import { ShelvesController } from './controllers/shelves';
import { AuditController } from './controllers/internal';
import './envelope';

export const app = express();

app.get('/ready', (_req, res) => {
  res.json({ ready: true });
});

// Everything of the first server is behind the middleware of its own.
useExpressServer(app, { routePrefix: '/internal', controllers: [AuditController], middlewares: [RequireToken] });

// Without lists of their own, all middleware and interceptors count; a prefix without a slash keeps the middleware away.
useExpressServer(app, {
  routePrefix: 'api',
  controllers: [BooksController, ShelvesController, ...(process.env.FEATURE_REPORTS === 'on' ? [ReportsController] : [])],
  authorizationChecker,
  currentUserChecker,
});
