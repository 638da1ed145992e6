import express, { Router } from 'express';
import { signedIn } from './guards';

const app = express();

app.get('/users/:id?', (_req, res) => res.json({ user: 1 }));
app.get('/orders/:id(\\d+)', (_req, res) => res.json({ order: 1 }));
app.get('/flights/:from-:to', (_req, res) => res.json({ flight: 1 }));
app.get('/assets/*', (_req, res) => res.json({ asset: 1 }));
app.get(['/colour', '/color'], (_req, res) => res.json({ colour: 1 }));
app.get(/^\/legacy\/(\d+)$/, (_req, res) => res.json({ legacy: 1 }));
app.all('/hook', (_req, res) => res.json({ hook: 1 }));
app.route('/chain').all(signedIn).get((_req, res) => res.json({ got: 1 })).put((_req, res) => res.json({ put: 1 }));

const teams = Router();
teams.param('teamId', (req, res, next, id) => {
  if (!req.get('authorization')) return res.sendStatus(401);
  res.locals.team = id;
  next();
});
teams.get('/', (_req, res) => res.json({ teams: 1 }));
teams.get('/:teamId', (_req, res) => res.json({ team: 1 }));
app.use('/teams', teams);

const files = Router();
files.get('/raw/:path(*)', (_req, res) => res.json({ raw: 1 }));
app.use('/Files/', files);

app.use('/tenants/:tenant', Router({ mergeParams: true }).get('/', (_req, res) => res.json({ tenant: 1 })));

export default app;
