import { Hono } from 'hono';
import { Reports } from './base';
import { withLimits, type Limited } from './limits';

const api = new Hono<Limited>()
  .use(withLimits({ most: 3 }))
  .get('/limits', (c) => c.json(c.var.limits))
  .route('/reports', new Reports());

const versions = { v1: api, v2: api } as const;

export const app = Object.entries(versions).reduce((all, [version, inner]) => all.route(`/${version}`, inner), new Hono());

export type App = typeof api;
export default { fetch: (request: Request) => app.fetch(request) };
